using AtlasHa.Catalog.Model.TypeDefs;
using Orleans;

namespace AtlasHa.Catalog.Model.Instances;

/// <summary>What searches show of a relationship.</summary>
[GenerateSerializer(GenerateFieldIds = GenerateFieldIds.PublicProperties), Immutable]
public sealed record AtlasRelationshipHeader : AtlasStruct
{
    public string? Guid { get; init; }

    public EntityStatus? Status { get; init; }

    /// <summary>Which way classifications spread, seen from <see cref="End1"/>.</summary>
    public PropagateTags? PropagateTags { get; init; }

    public string? Label { get; init; }

    public AtlasObjectId? End1 { get; init; }

    public AtlasObjectId? End2 { get; init; }
}
