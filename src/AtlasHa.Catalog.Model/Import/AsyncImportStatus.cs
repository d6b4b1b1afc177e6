using Orleans;

namespace AtlasHa.Catalog.Model.Import;

/// <summary>A background import in a list of them.</summary>
[GenerateSerializer(GenerateFieldIds = GenerateFieldIds.PublicProperties), Immutable]
public sealed record AsyncImportStatus
{
    public required string ImportId { get; init; }

    public AsyncImportState Status { get; init; }

    /// <summary>ISO 8601, UTC.</summary>
    public required string ImportRequestReceivedTime { get; init; }

    public string? ImportRequestUser { get; init; }
}
