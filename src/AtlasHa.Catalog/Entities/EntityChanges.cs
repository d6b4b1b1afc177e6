using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Entities;

/// <summary>
/// What one request does to entities and relationships: visible in the graph at once, in the store when saved. Keeps the order in which
/// things were done, and tells entities that were asked for from those that changed only because a relationship of theirs did.
/// </summary>
internal sealed class EntityChanges(EntityGraph graph, TypeRegistry types, string user, long now)
{
    private readonly OrderedSet _created = new();
    private readonly OrderedSet _updated = new();
    private readonly OrderedSet _touched = new();
    private readonly OrderedSet _deleted = new();
    private readonly OrderedSet _relationships = new();

    public IEnumerable<StoredEntity> Created => _created.Except(_deleted).Select(graph.Get);

    /// <summary>Those that were asked for first, those changed as a side effect after them.</summary>
    public IEnumerable<StoredEntity> Updated => _updated.Concat(_touched).Except(_created).Except(_deleted).Select(graph.Get);

    public IEnumerable<StoredEntity> Deleted => _deleted.Select(graph.Get);

    /// <summary>Adds a new entity; user and times are filled in.</summary>
    public void Create(StoredEntity entity)
    {
        _created.Add(entity.Guid);
        graph.Put(entity with { CreatedBy = user, UpdatedBy = user, CreateTime = now, UpdateTime = now });
    }

    /// <summary>Replaces an entity.</summary>
    public void Update(StoredEntity entity)
    {
        _updated.Add(entity.Guid);
        graph.Put(entity with { UpdatedBy = user, UpdateTime = now });
    }

    /// <summary>Notes that a relationship of the entity changed. Deleted entities are not touched any more.</summary>
    public void Touch(string guid)
    {
        if (graph.Find(guid) is not { IsActive: true } entity)
            return;

        _touched.Add(guid);
        graph.Put(entity with { UpdatedBy = user, UpdateTime = now });
    }

    public void Delete(StoredEntity entity)
    {
        _deleted.Add(entity.Guid);
        graph.Put(entity with { Status = EntityRowStatus.Deleted, UpdatedBy = user, UpdateTime = now });
    }

    public void Create(RelationshipType type, string end1, string end2, Dictionary<string, object?> attributes)
    {
        var relationship = new StoredRelationship(
            Guid.NewGuid().ToString(), type.Name, end1, end2, EntityRowStatus.Active, user, user, now, now, Version: 0,
            new RelationshipDocument { Attributes = attributes });
        Put(relationship);
    }

    public void Update(StoredRelationship relationship) => Put(relationship with { UpdatedBy = user, UpdateTime = now });

    public void Delete(StoredRelationship relationship) =>
        Put(relationship with { Status = EntityRowStatus.Deleted, UpdatedBy = user, UpdateTime = now });

    /// <summary>Writes everything: entities with their unique values and type uses, then relationships.</summary>
    /// <exception cref="UniqueValueTakenException">An active entity of the same type holds a value that another one is to get.</exception>
    public async ValueTask SaveAsync(ICatalogWriter writer, CancellationToken cancellationToken)
    {
        // Deleted ones go first, so that what they held is free for the others.
        StoredEntity[] changed = [.. _deleted.Concat(_created).Concat(_updated).Concat(_touched).Distinct().Select(graph.Get)];
        if (changed.Length > 0)
            await writer.PutEntitiesAsync([.. changed.Select(entity => entity.ToRow())], cancellationToken).ConfigureAwait(false);

        foreach (StoredEntity entity in changed.Where(entity => _deleted.Contains(entity.Guid)))
            await writer.SetUniqueAsync(entity.Guid, [], cancellationToken).ConfigureAwait(false);
        foreach (StoredEntity entity in changed.Where(entity => entity.IsActive && IsRewritten(entity.Guid)))
            await SaveDerivedAsync(writer, entity, cancellationToken).ConfigureAwait(false);

        if (_relationships.Count > 0)
        {
            RelationshipRow[] rows = [.. _relationships.Select(guid => graph.GetRelationship(guid).ToRow())];
            await writer.PutRelationshipsAsync(rows, cancellationToken).ConfigureAwait(false);
        }
    }

    private bool IsRewritten(string guid) => _created.Contains(guid) || _updated.Contains(guid);

    private async ValueTask SaveDerivedAsync(ICatalogWriter writer, StoredEntity entity, CancellationToken cancellationToken)
    {
        EntityType type = types.GetEntityType(entity.TypeName);
        UniqueRow[] unique = [.. UniqueIndex.ValuesOf(type, entity.Document.Attributes)
            .Select(value => new UniqueRow(type.Name, value.Attribute, value.Value, entity.Guid))];
        await writer.SetUniqueAsync(entity.Guid, unique, cancellationToken).ConfigureAwait(false);
        await writer.SetTypeUsesAsync(entity.Guid, TypeUses.Of(entity.Document, type), cancellationToken).ConfigureAwait(false);
    }

    private void Put(StoredRelationship relationship)
    {
        _relationships.Add(relationship.Guid);
        graph.Put(relationship);
    }
}
