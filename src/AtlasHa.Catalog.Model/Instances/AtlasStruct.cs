using System.Text.Json.Serialization;
using Orleans;

namespace AtlasHa.Catalog.Model.Instances;

/// <summary>
/// Named attribute values of some type. Values are plain trees, as <see cref="Json.AtlasJson"/> reads them: null, bool, long, BigInteger,
/// decimal, double, string, <c>List&lt;object?&gt;</c> and <c>Dictionary&lt;string, object?&gt;</c>.
/// </summary>
[GenerateSerializer(GenerateFieldIds = GenerateFieldIds.PublicProperties), Immutable]
public record AtlasStruct
{
    [JsonPropertyOrder(-2)]
    public string? TypeName { get; init; }

    /// <summary>Null values are written, null members are not.</summary>
    [JsonPropertyOrder(-1)]
    public Dictionary<string, object?>? Attributes { get; init; }
}
