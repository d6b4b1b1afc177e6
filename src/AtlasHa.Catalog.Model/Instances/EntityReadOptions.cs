using Orleans;

namespace AtlasHa.Catalog.Model.Instances;

/// <summary>How much of an entity a read answers with.</summary>
[GenerateSerializer(GenerateFieldIds = GenerateFieldIds.PublicProperties), Immutable]
public sealed record EntityReadOptions
{
    public static EntityReadOptions Default { get; } = new();

    /// <summary>Show referred entities in short.</summary>
    public bool MinExtInfo { get; init; }

    /// <summary>Leave out relationship attributes, and the entities that are owned through them.</summary>
    public bool IgnoreRelationships { get; init; }
}
