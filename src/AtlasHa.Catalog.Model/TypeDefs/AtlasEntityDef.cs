using System.Text.Json.Serialization;
using Orleans;

namespace AtlasHa.Catalog.Model.TypeDefs;

/// <summary>A kind of metadata object.</summary>
[GenerateSerializer(GenerateFieldIds = GenerateFieldIds.PublicProperties), Immutable]
public sealed record AtlasEntityDef : AtlasStructDef
{
    [JsonPropertyOrder(CategoryOrder)]
    public override TypeCategory Category => TypeCategory.Entity;

    /// <summary>Direct supertypes.</summary>
    public List<string>? SuperTypes { get; init; }

    /// <summary>Direct subtypes; filled by the server, ignored on input.</summary>
    public List<string>? SubTypes { get; init; }

    /// <summary>Ends of relationships at this type; filled by the server, ignored on input.</summary>
    public List<AtlasRelationshipAttributeDef>? RelationshipAttributeDefs { get; init; }

    /// <summary>Applicable attributes by business metadata name; filled by the server, ignored on input.</summary>
    public Dictionary<string, List<AtlasAttributeDef>>? BusinessAttributeDefs { get; init; }

    /// <summary>Changes to inherited attributes; only the autoComputeFormat of qualifiedName has a meaning.</summary>
    public List<AtlasAttributeDef>? AttributeDefOverrides { get; init; }
}
