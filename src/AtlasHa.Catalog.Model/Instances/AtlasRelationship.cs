using System.Text.Json.Serialization;
using AtlasHa.Catalog.Model.Json;
using AtlasHa.Catalog.Model.TypeDefs;
using Orleans;

namespace AtlasHa.Catalog.Model.Instances;

/// <summary>A relationship between two entities. On input every member but the type and the ends may be absent or null.</summary>
[GenerateSerializer(GenerateFieldIds = GenerateFieldIds.PublicProperties), Immutable]
public sealed record AtlasRelationship : AtlasStruct, IWriteAnswer<AtlasRelationship>
{
    /// <summary>A new relationship keeps a guid that does not start with <c>-</c>.</summary>
    public string? Guid { get; init; }

    public string? HomeId { get; init; }

    public int? ProvenanceType { get; init; }

    /// <summary>The entity from which it leads; it may be of the definition's second end when the other is of the first.</summary>
    public AtlasObjectId? End1 { get; init; }

    public AtlasObjectId? End2 { get; init; }

    public string? Label { get; init; }

    /// <summary>Which way classifications spread, seen from <see cref="End1"/>; not wider than the definition says.</summary>
    public PropagateTags? PropagateTags { get; init; }

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

    /// <summary>Classifications at its ends that spread over it.</summary>
    public List<AtlasClassification>? PropagatedClassifications { get; init; }

    /// <summary>Those that would spread over it and are kept from it; named by type and <see cref="AtlasClassification.EntityGuid"/>.</summary>
    public List<AtlasClassification>? BlockedPropagatedClassifications { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public bool IsReplayed { get; init; }

    /// <inheritdoc/>
    public AtlasRelationship AsReplayed() => this with { IsReplayed = true };
}

/// <summary>A relationship with headers of the entities that it is about, when they were asked for.</summary>
[GenerateSerializer(GenerateFieldIds = GenerateFieldIds.PublicProperties), Immutable]
public sealed record AtlasRelationshipWithExtInfo
{
    public AtlasRelationship? Relationship { get; init; }

    /// <summary>By guid: both ends, and the entities that its classifications spread from.</summary>
    public Dictionary<string, AtlasEntityHeader>? ReferredEntities { get; init; }
}
