using System.Text.Json.Serialization;
using Orleans;

namespace AtlasHa.Catalog.Model.TypeDefs;

/// <summary>A definition that has attributes: a struct itself, or one of the kinds derived from it.</summary>
[GenerateSerializer(GenerateFieldIds = GenerateFieldIds.PublicProperties), Immutable]
public record AtlasStructDef : AtlasBaseTypeDef
{
    [JsonPropertyOrder(CategoryOrder)]
    public override TypeCategory Category => TypeCategory.Struct;

    public List<AtlasAttributeDef>? AttributeDefs { get; init; }
}

/// <summary>Attributes that users attach to entities of the types named by each attribute's option applicableEntityTypes.</summary>
[GenerateSerializer, Immutable]
public sealed record AtlasBusinessMetadataDef : AtlasStructDef
{
    [JsonPropertyOrder(CategoryOrder)]
    public override TypeCategory Category => TypeCategory.BusinessMetadata;
}
