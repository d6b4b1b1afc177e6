using System.Text.Json.Serialization;
using AtlasHa.Catalog.Model.Json;
using Orleans;

namespace AtlasHa.Catalog.Model.TypeDefs;

/// <summary>A typed edge between two entities.</summary>
[GenerateSerializer(GenerateFieldIds = GenerateFieldIds.PublicProperties), Immutable]
public sealed record AtlasRelationshipDef : AtlasStructDef
{
    [JsonPropertyOrder(CategoryOrder)]
    public override TypeCategory Category => TypeCategory.Relationship;

    public RelationshipCategory RelationshipCategory { get; init; }

    public string? RelationshipLabel { get; init; }

    public PropagateTags PropagateTags { get; init; }

    public AtlasRelationshipEndDef? EndDef1 { get; init; }

    public AtlasRelationshipEndDef? EndDef2 { get; init; }
}

/// <summary>One end of a relationship: the entity type there, and the attribute under which that type sees the other end.</summary>
[GenerateSerializer(GenerateFieldIds = GenerateFieldIds.PublicProperties), Immutable]
public sealed record AtlasRelationshipEndDef
{
    public string? Type { get; init; }

    public string? Name { get; init; }

    public bool IsContainer { get; init; }

    public Cardinality Cardinality { get; init; }

    public bool IsLegacyAttribute { get; init; }

    public string? Description { get; init; }

    /// <summary>A rename of this end is passed on to the other one. Model files also spell it propagateRename.</summary>
    public bool IsPropagateRename { get; init; }

    /// <summary>Attributes of this end whose changes are passed on to the other one.</summary>
    public List<AtlasPropagatedAttribute>? PropagateAttributes { get; init; }

    /// <summary>A deletion of this end is passed on to the other one. Model files also spell it propagateDelete.</summary>
    public bool IsPropagateDelete { get; init; }

    /// <summary>Input only: another spelling of <see cref="IsPropagateRename"/>.</summary>
    [JsonInclude, JsonPropertyName("propagateRename")]
    internal bool? PropagateRenameAlias { get => null; init => IsPropagateRename = value ?? IsPropagateRename; }

    /// <summary>Input only: another spelling of <see cref="IsPropagateDelete"/>.</summary>
    [JsonInclude, JsonPropertyName("propagateDelete")]
    internal bool? PropagateDeleteAlias { get => null; init => IsPropagateDelete = value ?? IsPropagateDelete; }
}

/// <summary>An attribute of one end of a relationship that follows an attribute of the other end.</summary>
[GenerateSerializer(GenerateFieldIds = GenerateFieldIds.PublicProperties), Immutable]
public sealed record AtlasPropagatedAttribute
{
    public string? Source { get; init; }

    public string? Target { get; init; }
}
