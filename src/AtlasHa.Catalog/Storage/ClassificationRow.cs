namespace AtlasHa.Catalog.Storage;

/// <summary>
/// A classification that an entity has: put on it (<see cref="IsDirect"/>), or spread to it from the source. There is one row for each
/// entity, type and source.
/// </summary>
public sealed record ClassificationRow(string EntityGuid, string TypeName, string SourceGuid)
{
    /// <summary>It has spread to here by way of an entity that was deleted since, and stays.</summary>
    public bool IsRetained { get; init; }

    /// <summary>The entity only passes it on, because its type cannot have it. Such rows are kept apart and are no classification of the entity.</summary>
    public bool IsPassage { get; init; }

    /// <summary>Of a direct one the status of its entity; without meaning for others.</summary>
    public EntityRowStatus SourceStatus { get; init; }

    /// <summary>Of a direct one UTF-8 JSON owned by the catalogue (attributes, validity, ...); null for others.</summary>
    public byte[]? Document { get; init; }

    public ClassificationTag Tag => new(TypeName, SourceGuid);

    public bool IsDirect => EntityGuid == SourceGuid;

    /// <summary>It counts as a classification that has spread to the entity.</summary>
    public bool IsPropagated => !IsDirect && !IsPassage;
}
