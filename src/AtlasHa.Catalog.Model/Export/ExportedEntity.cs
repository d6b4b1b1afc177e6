using AtlasHa.Catalog.Model.Instances;
using Orleans;

namespace AtlasHa.Catalog.Model.Export;

/// <summary>An entity with its parts, and what all of these are connected with. Nothing in it is deleted.</summary>
[GenerateSerializer(GenerateFieldIds = GenerateFieldIds.PublicProperties), Immutable]
public sealed record ExportedEntity
{
    public required AtlasEntityWithExtInfo Entity { get; init; }

    public bool IsProcess { get; init; }

    /// <summary>When it, one of its parts or one of their relationships changed last, milliseconds since the Unix epoch.</summary>
    public long LastChange { get; init; }

    public IReadOnlyList<ExportLink> Links { get; init; } = [];
}
