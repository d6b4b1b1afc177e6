using Orleans;

namespace AtlasHa.Catalog.Model.Export;

/// <summary>What the admin audit notes of an export.</summary>
[GenerateSerializer(GenerateFieldIds = GenerateFieldIds.PublicProperties), Immutable]
public sealed record ExportRecord
{
    /// <summary>What was asked for.</summary>
    public required AtlasExportRequest Request { get; init; }

    /// <summary>SUCCESS or PARTIAL_SUCCESS.</summary>
    public required string OperationStatus { get; init; }

    /// <summary>How many there were of what, such as <c>entity:hive_table</c>.</summary>
    public required Dictionary<string, long> Metrics { get; init; }

    /// <summary>How many entities.</summary>
    public required long EntityCount { get; init; }

    /// <summary>When it began, milliseconds since the Unix epoch.</summary>
    public required long StartTime { get; init; }
}
