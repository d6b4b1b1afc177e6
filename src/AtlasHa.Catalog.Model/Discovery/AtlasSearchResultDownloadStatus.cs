using Orleans;

namespace AtlasHa.Catalog.Model.Discovery;

/// <summary>The files of search results that a user can fetch.</summary>
[GenerateSerializer(GenerateFieldIds = GenerateFieldIds.PublicProperties), Immutable]
public sealed record AtlasSearchResultDownloadStatus
{
    /// <summary>Newest first.</summary>
    public List<AtlasSearchDownloadRecord> SearchDownloadRecords { get; init; } = [];
}

[GenerateSerializer(GenerateFieldIds = GenerateFieldIds.PublicProperties), Immutable]
public sealed record AtlasSearchDownloadRecord
{
    public SearchDownloadState Status { get; init; }

    public string? FileName { get; init; }

    public string? CreatedBy { get; init; }

    /// <summary>Milliseconds since the Unix epoch.</summary>
    public long CreatedTime { get; init; }
}

/// <summary>On the wire in upper case. A file is there when its request is answered, so that it is complete from the start.</summary>
public enum SearchDownloadState
{
    Pending,
    InProgress,
    Complete,
    Failed,
}
