using Orleans;

namespace AtlasHa.Catalog.Model.Instances;

/// <summary>One entity with those that it refers to: on input the ones to create along with it, on output the ones that it owns.</summary>
[GenerateSerializer(GenerateFieldIds = GenerateFieldIds.PublicProperties), Immutable]
public sealed record AtlasEntityWithExtInfo
{
    /// <summary>By guid, which may be a placeholder on input.</summary>
    public Dictionary<string, AtlasEntity?>? ReferredEntities { get; init; }

    public AtlasEntity? Entity { get; init; }
}

/// <summary>Several entities with those that they refer to; see <see cref="AtlasEntityWithExtInfo"/>.</summary>
[GenerateSerializer(GenerateFieldIds = GenerateFieldIds.PublicProperties), Immutable]
public sealed record AtlasEntitiesWithExtInfo
{
    public Dictionary<string, AtlasEntity?>? ReferredEntities { get; init; }

    public List<AtlasEntity?>? Entities { get; init; }
}
