using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Model.TypeDefs;

namespace AtlasHa.Catalog.Entities;

/// <summary>What the store keeps of a relationship beside its row's columns, as JSON.</summary>
internal sealed record RelationshipDocument
{
    /// <summary>Values in normal form by attribute name.</summary>
    public Dictionary<string, object?>? Attributes { get; init; }

    /// <summary>Which way classifications spread, seen from the definition's end 1; null: as the definition says.</summary>
    public PropagateTags? PropagateTags { get; init; }

    /// <summary>Classifications that do not spread over this relationship: their types and the entities that they were put on.</summary>
    public List<AtlasClassification>? BlockedPropagatedClassifications { get; init; }

    /// <summary>Its creator named the entities in the other order than the definition, and is answered in that order.</summary>
    public bool? IsReversed { get; init; }

    public string? HomeId { get; init; }

    public int? ProvenanceType { get; init; }
}
