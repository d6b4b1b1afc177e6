using System.Text.Json.Serialization;
using Orleans;

namespace AtlasHa.Catalog.Model.Instances;

/// <summary>What a create, update or delete did. Absent members mean that there is nothing of that kind.</summary>
[GenerateSerializer(GenerateFieldIds = GenerateFieldIds.PublicProperties), Immutable]
public sealed record EntityMutationResponse : IWriteAnswer<EntityMutationResponse>
{
    /// <summary>Headers by operation, in order; absent when nothing changed.</summary>
    public Dictionary<EntityOperation, List<AtlasEntityHeader>>? MutatedEntities { get; init; }

    /// <summary>Every guid of the request, placeholders included, with the guid of the stored entity.</summary>
    public Dictionary<string, string>? GuidAssignments { get; init; }

    public List<FailedEntity>? FailedEntities { get; init; }

    /// <summary>Counts of a purge.</summary>
    public PurgeSummary? Summary { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public bool IsReplayed { get; init; }

    /// <inheritdoc/>
    public EntityMutationResponse AsReplayed() => this with { IsReplayed = true };
}

/// <summary>An entity of a request that asks for many, which could not be handled, and why.</summary>
[GenerateSerializer(GenerateFieldIds = GenerateFieldIds.PublicProperties), Immutable]
public sealed record FailedEntity(string? Guid, string? ErrorCode, string? ErrorMessage);

/// <summary>What was done to an entity.</summary>
public enum EntityOperation
{
    Create,
    Update,
    PartialUpdate,
    Delete,
    Purge,
}
