using System.Text.Json.Serialization;
using AtlasHa.Catalog.Model.Json;
using Orleans;

namespace AtlasHa.Catalog.Model.TypeDefs;

/// <summary>
/// What all type definitions share. Definitions are immutable once published: lists and maps in them must not be changed.
/// A member that is absent from the JSON keeps the default given here; a JSON null clears it (null, 0 or false).
/// </summary>
[GenerateSerializer(GenerateFieldIds = GenerateFieldIds.PublicProperties), Immutable]
public abstract record AtlasBaseTypeDef
{
    // The serializer does not inherit the order of an overridden member.
    private protected const int CategoryOrder = -20;

    /// <summary>Fixed by the kind of definition; ignored on input.</summary>
    [JsonPropertyOrder(CategoryOrder)]
    public abstract TypeCategory Category { get; }

    [JsonPropertyOrder(-19)]
    public string? Guid { get; init; }

    [JsonPropertyOrder(-18)]
    public string? CreatedBy { get; init; }

    [JsonPropertyOrder(-17)]
    public string? UpdatedBy { get; init; }

    /// <summary>Milliseconds since the Unix epoch.</summary>
    [JsonPropertyOrder(-16), JsonConverter(typeof(EpochMillisConverter))]
    public long? CreateTime { get; init; }

    /// <summary>Milliseconds since the Unix epoch.</summary>
    [JsonPropertyOrder(-15), JsonConverter(typeof(EpochMillisConverter))]
    public long? UpdateTime { get; init; }

    /// <summary>Counts the updates of the definition, from 1.</summary>
    [JsonPropertyOrder(-14)]
    public long? Version { get; init; }

    [JsonPropertyOrder(-13)]
    public string? Name { get; init; }

    [JsonPropertyOrder(-12)]
    public string? Description { get; init; }

    /// <summary>The author's version of the definition, such as "1.0".</summary>
    [JsonPropertyOrder(-11)]
    public string? TypeVersion { get; init; }

    [JsonPropertyOrder(-10)]
    public string? ServiceType { get; init; }

    [JsonPropertyOrder(-9)]
    public Dictionary<string, string>? Options { get; init; }
}
