using System.Text.Json.Serialization;
using AtlasHa.Catalog.Model.Json;
using Orleans;

namespace AtlasHa.Catalog.Model.TypeDefs;

/// <summary>A patch of type definitions that came with a model, and what became of it.</summary>
[GenerateSerializer(GenerateFieldIds = GenerateFieldIds.PublicProperties), Immutable]
public sealed record AtlasPatch
{
    public required string Id { get; init; }

    public string? Description { get; init; }

    /// <summary>Always TYPEDEF_PATCH.</summary>
    public string? Type { get; init; }

    /// <summary>Such as ADD_ATTRIBUTE.</summary>
    public string? Action { get; init; }

    public string? CreatedBy { get; init; }

    public string? UpdatedBy { get; init; }

    /// <summary>Milliseconds since the Unix epoch.</summary>
    [JsonConverter(typeof(EpochMillisConverter))]
    public long? CreatedTime { get; init; }

    /// <summary>Milliseconds since the Unix epoch.</summary>
    [JsonConverter(typeof(EpochMillisConverter))]
    public long? UpdatedTime { get; init; }

    public PatchStatus Status { get; init; }
}
