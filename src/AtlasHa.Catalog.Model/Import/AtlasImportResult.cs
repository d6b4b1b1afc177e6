using Orleans;

namespace AtlasHa.Catalog.Model.Import;

/// <summary>What came of an import.</summary>
[GenerateSerializer(GenerateFieldIds = GenerateFieldIds.PublicProperties), Immutable]
public sealed record AtlasImportResult
{
    /// <summary>As it was sent.</summary>
    public Dictionary<string, object?> Request { get; init; } = [];

    public string? UserName { get; init; }

    public string? ClientIpAddress { get; init; }

    public string? HostName { get; init; }

    /// <summary>When it came, milliseconds since the Unix epoch.</summary>
    public long TimeStamp { get; init; }

    /// <summary>How many there were of what, such as <c>entity:hive_table:created</c>.</summary>
    public Dictionary<string, long> Metrics { get; init; } = [];

    /// <summary><c>SUCCESS</c>, <c>PARTIAL_SUCCESS</c> or <c>FAIL</c>; null before it is over.</summary>
    public string? OperationStatus { get; init; }
}
