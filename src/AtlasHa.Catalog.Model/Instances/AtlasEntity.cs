using System.Text.Json.Serialization;
using AtlasHa.Catalog.Model.Json;
using Orleans;

namespace AtlasHa.Catalog.Model.Instances;

/// <summary>An entity with all that hangs on it. On input every member may be absent or null.</summary>
[GenerateSerializer(GenerateFieldIds = GenerateFieldIds.PublicProperties), Immutable]
public sealed record AtlasEntity : AtlasStruct
{
    /// <summary>
    /// A leading <c>-</c> marks a placeholder of the request's own, and one that is absent becomes such a placeholder; anything else names a
    /// stored entity.
    /// </summary>
    public string? Guid { get; init; } = PlaceholderGuid.Next();

    public string? HomeId { get; init; }

    /// <summary>Written as <c>proxy</c>; ignored on input, as in Atlas.</summary>
    public bool? Proxy { get; init; }

    public bool? IsIncomplete { get; init; }

    public int? ProvenanceType { get; init; }

    public EntityStatus? Status { get; init; }

    public string? CreatedBy { get; init; }

    public string? UpdatedBy { get; init; }

    /// <summary>Milliseconds since the Unix epoch.</summary>
    [JsonConverter(typeof(EpochMillisConverter))]
    public long? CreateTime { get; init; }

    /// <summary>Milliseconds since the Unix epoch.</summary>
    [JsonConverter(typeof(EpochMillisConverter))]
    public long? UpdateTime { get; init; }

    public long? Version { get; init; }

    /// <summary>Trees of <see cref="AtlasObjectId"/> on input, of <see cref="AtlasRelatedObjectId"/> on output, single or in lists.</summary>
    public Dictionary<string, object?>? RelationshipAttributes { get; init; }

    public List<AtlasClassification>? Classifications { get; init; }

    public List<AtlasTermAssignmentHeader>? Meanings { get; init; }

    public Dictionary<string, string?>? CustomAttributes { get; init; }

    /// <summary>Business metadata name to attribute name to value.</summary>
    public Dictionary<string, Dictionary<string, object?>?>? BusinessAttributes { get; init; }

    public List<string>? Labels { get; init; }

    /// <summary>Guids of background tasks that still change this entity.</summary>
    public List<string>? PendingTasks { get; init; }
}
