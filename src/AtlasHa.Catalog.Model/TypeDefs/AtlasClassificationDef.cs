using System.Text.Json.Serialization;
using Orleans;

namespace AtlasHa.Catalog.Model.TypeDefs;

/// <summary>A tag that can be put on entities.</summary>
[GenerateSerializer(GenerateFieldIds = GenerateFieldIds.PublicProperties), Immutable]
public sealed record AtlasClassificationDef : AtlasStructDef
{
    [JsonPropertyOrder(CategoryOrder)]
    public override TypeCategory Category => TypeCategory.Classification;

    /// <summary>Direct supertypes.</summary>
    public List<string>? SuperTypes { get; init; }

    /// <summary>The entity types that it may be put on; none means all.</summary>
    public List<string>? EntityTypes { get; init; }

    /// <summary>Direct subtypes; filled by the server, ignored on input.</summary>
    public List<string>? SubTypes { get; init; }
}
