using AtlasHa.Catalog.Audit;
using AtlasHa.Catalog.Classifications;
using AtlasHa.Catalog.Discovery.Indexing;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Outbox;
using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Storage.Search;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Entities;

/// <summary>
/// What one request does to entities, relationships and classifications: visible in the graph at once, in the store when saved, together with what
/// follows from it: where classifications spread to, and the events in the entities' history. Keeps the order in which things were done, and tells
/// entities that were asked for from those that changed only because a relationship of theirs did.
/// </summary>
/// <param name="notifies">Puts what is to be told of the changes into the outbox.</param>
internal sealed class EntityChanges(EntityGraph graph, TypeRegistry types, string user, long now, bool notifies = true)
{
    private readonly OrderedSet _created = new();
    private readonly OrderedSet _updated = new();
    private readonly OrderedSet _touched = new();
    private readonly OrderedSet _deleted = new();
    private readonly OrderedSet _annotated = new();
    private readonly OrderedSet _purged = new();
    private readonly OrderedSet _relationships = new();
    private readonly Dictionary<string, StoredEntity> _removed = [];
    private readonly Dictionary<string, StoredRelationship> _removedRelationships = [];
    private readonly Dictionary<string, StoredEntity> _entitiesBefore = [];
    private readonly Dictionary<string, StoredRelationship?> _relationshipsBefore = [];
    private readonly HashSet<ClassificationTag> _spreading = [];
    private readonly HashSet<ClassificationTag> _withdrawn = [];

    /// <summary>Events that the changes themselves do not tell of; the others are found when saved.</summary>
    public AuditTrail Audit { get; } = new(user, now);

    public IEnumerable<StoredEntity> Created => _created.Except(_deleted).Select(graph.Get);

    /// <summary>Those that were asked for first, those changed as a side effect after them.</summary>
    public IEnumerable<StoredEntity> Updated => _updated.Concat(_touched).Except(_created).Except(_deleted).Select(graph.Get);

    /// <summary>Those of which only what hangs on them changed: <see cref="Annotate"/>.</summary>
    public IEnumerable<StoredEntity> Annotated => _annotated.Except(_created).Except(_updated).Except(_touched).Except(_deleted).Select(graph.Get);

    public IEnumerable<StoredEntity> Deleted => _deleted.Select(guid => _removed.GetValueOrDefault(guid) ?? graph.Get(guid));

    /// <summary>Deleted ones that were removed for good, in their last form.</summary>
    public IEnumerable<StoredEntity> Purged => _purged.Select(guid => _removed[guid]);

    /// <summary>All relationships that were created, updated or deleted, those removed for good included.</summary>
    public IEnumerable<StoredRelationship> Relationships => _relationships.Select(Now);

    /// <summary>Adds a new entity; user and times are filled in.</summary>
    public void Create(StoredEntity entity)
    {
        _created.Add(entity.Guid);
        graph.Put(entity with { CreatedBy = user, UpdatedBy = user, CreateTime = now, UpdateTime = now });
        graph.Classifications.AddNew(entity.Guid);
    }

    /// <summary>Replaces an entity.</summary>
    public void Update(StoredEntity entity)
    {
        _updated.Add(entity.Guid);
        Stamp(entity);
    }

    /// <summary>Replaces an entity whose attributes stay as they are: labels, business metadata or classifications changed.</summary>
    public void Annotate(StoredEntity entity)
    {
        _annotated.Add(entity.Guid);
        Stamp(entity);
    }

    /// <summary>
    /// Puts a classification on the entity that it names, or changes it there; entity and classifications are loaded. It spreads when this is saved, or
    /// is taken back from where it had spread if it is not to any more.
    /// </summary>
    public void Classify(AtlasClassification classification)
    {
        ClassificationTag tag = new(classification.TypeName!, classification.EntityGuid!);
        graph.Classifications.Put(classification, graph.Get(tag.SourceGuid).Status);
        (classification.Propagate == false ? _withdrawn : _spreading).Add(tag);
    }

    /// <summary>Removes a classification that was put on an entity, with all that has spread from there when this is saved.</summary>
    public void Declassify(ClassificationRow direct)
    {
        graph.Classifications.Remove(direct);
        _spreading.Remove(direct.Tag);
        _withdrawn.Add(direct.Tag);
    }

    /// <summary>Notes that a relationship of the entity changed. Deleted entities are not touched any more.</summary>
    public void Touch(string guid)
    {
        if (graph.Find(guid) is not { IsActive: true } entity)
            return;

        _touched.Add(guid);
        Stamp(entity);
    }

    public void Delete(StoredEntity entity)
    {
        _deleted.Add(entity.Guid);
        Stamp(entity with { Status = EntityRowStatus.Deleted });
    }

    /// <summary>Removes an entity without a trace; its relationships are removed by the caller.</summary>
    /// <param name="isPurge">It was deleted before, and is not among <see cref="Deleted"/> now.</param>
    public void Remove(StoredEntity entity, bool isPurge)
    {
        (isPurge ? _purged : _deleted).Add(entity.Guid);
        _removed[entity.Guid] = entity with { Status = EntityRowStatus.Deleted, UpdatedBy = user, UpdateTime = now };
        graph.Remove(entity);
    }

    public StoredRelationship Create(
        RelationshipType type, string end1, string end2, RelationshipDocument document, string? guid = null, long version = 0)
    {
        var relationship = new StoredRelationship(
            guid ?? OrderedGuid.New(), type.Name, end1, end2, EntityRowStatus.Active, user, user, now, now, version, document);
        Put(relationship);
        return relationship;
    }

    public StoredRelationship Update(StoredRelationship relationship) => Put(relationship with { UpdatedBy = user, UpdateTime = now });

    public void Delete(StoredRelationship relationship) =>
        Put(relationship with { Status = EntityRowStatus.Deleted, UpdatedBy = user, UpdateTime = now });

    /// <summary>Removes a relationship without a trace.</summary>
    public void Remove(StoredRelationship relationship)
    {
        Note(relationship);
        _removedRelationships[relationship.Guid] = relationship with { Status = EntityRowStatus.Deleted, UpdatedBy = user, UpdateTime = now };
        graph.Remove(relationship);
    }

    /// <summary>
    /// Writes everything: entities with their unique values and type uses, then relationships, then the classifications with those that spread, then
    /// the events. What is removed for good goes last, when nothing has to be read of it any more.
    /// </summary>
    /// <exception cref="UniqueValueTakenException">An active entity of the same type holds a value that another one is to get.</exception>
    public async ValueTask SaveAsync(ICatalogWriter writer, CancellationToken cancellationToken)
    {
        // Deleted ones go first, so that what they held is free for the others.
        StoredEntity[] changed =
            [.. _deleted.Concat(_created).Concat(_updated).Concat(_touched).Concat(_annotated).Except(_removed.Keys).Select(graph.Get)];
        if (changed.Length > 0)
        {
            await writer.PutEntitiesAsync([.. changed.Select(entity => entity.ToRow())], cancellationToken).ConfigureAwait(false);
            await writer.SetSearchAsync([.. changed.Select(ToSearchRow)], cancellationToken).ConfigureAwait(false);
        }

        await SaveDerivedAsync(writer, changed, cancellationToken).ConfigureAwait(false);
        RelationshipRow[] kept = [.. _relationships.Except(_removedRelationships.Keys).Select(guid => graph.GetRelationship(guid).ToRow())];
        if (kept.Length > 0)
            await writer.PutRelationshipsAsync(kept, cancellationToken).ConfigureAwait(false);

        await SpreadAsync(cancellationToken).ConfigureAwait(false);
        await graph.Classifications.SaveAsync(writer, cancellationToken).ConfigureAwait(false);
        RecordMutations();
        ClassificationEvents.Record(graph.Classifications, Audit);
        await writer.AddAuditAsync(Audit.Rows, cancellationToken).ConfigureAwait(false);
        if (notifies && await new EntityEvents(graph, types, now).OfAsync(this, cancellationToken).ConfigureAwait(false) is { Count: > 0 } events)
            await writer.NotificationChanges.AddOutboxAsync(events, cancellationToken).ConfigureAwait(false);
        await SaveRemovalsAsync(writer, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask SaveRemovalsAsync(ICatalogWriter writer, CancellationToken cancellationToken)
    {
        if (_removedRelationships.Count > 0)
        {
            RelationshipRow[] rows = [.. _removedRelationships.Values.Select(relationship => relationship.ToRow())];
            await writer.DeleteRelationshipsAsync(rows, cancellationToken).ConfigureAwait(false);
        }

        if (_removed.Count > 0)
            await writer.PurgeEntitiesAsync(_removed.Keys, cancellationToken).ConfigureAwait(false);
    }

    private SearchRow ToSearchRow(StoredEntity entity) => SearchRows.Of(
        entity, types.GetEntityType(entity.TypeName), isNew: _created.Contains(entity.Guid), withWords: IsRewritten(entity.Guid));

    private async ValueTask SpreadAsync(CancellationToken cancellationToken)
    {
        ClassificationTable classifications = graph.Classifications;
        if (_deleted.Count + _removed.Count + _spreading.Count + _withdrawn.Count + _relationshipsBefore.Count == 0 && !classifications.Changes.Any())
            return;

        string[] softlyDeleted = [.. _deleted.Except(_removed.Keys)];
        await classifications.LoadRowsAsync(softlyDeleted, cancellationToken).ConfigureAwait(false);
        foreach (ClassificationRow row in softlyDeleted.SelectMany(classifications.Of).Where(row => row.IsDirect).ToArray())
            classifications.Put(row with { SourceStatus = EntityRowStatus.Deleted });

        // With their sources, because answers show them: they cannot be read any more once this is saved.
        await classifications.LoadAsync(_removed.Keys, cancellationToken).ConfigureAwait(false);
        ClassificationTag[] gone = [.. _removed.Keys.SelectMany(classifications.Of).Where(row => row.IsDirect).Select(row => row.Tag)];
        _spreading.ExceptWith(gone);
        _withdrawn.UnionWith(gone);

        // Those that have such a classification are told of its change.
        ClassificationTag[] rewritten = [.. classifications.Changes.Where(change => change.IsRewrite).Select(change => change.After!.Tag)];
        await classifications.LoadSpreadAsync(rewritten, cancellationToken).ConfigureAwait(false);

        var propagation = new ClassificationPropagation(graph, types);
        IEnumerable<RelationshipChange> changes = _relationshipsBefore.Select(item => new RelationshipChange(item.Value, Now(item.Key)));
        await propagation.WithdrawAsync(_withdrawn, cancellationToken).ConfigureAwait(false);
        await propagation.FollowAsync(changes, _deleted.Concat(_removed.Keys).ToHashSet(), cancellationToken).ConfigureAwait(false);
        await propagation.SpreadAsync(_spreading, cancellationToken).ConfigureAwait(false);
    }

    private void RecordMutations()
    {
        HashSet<string> related = [.. Relationships.SelectMany(relationship => new[] { relationship.End1Guid, relationship.End2Guid })];
        foreach (StoredEntity entity in Created)
            Audit.Created(entity);
        foreach (StoredEntity entity in Updated)
            Audit.Updated(_entitiesBefore[entity.Guid], entity, related.Contains(entity.Guid));
        foreach (StoredEntity entity in Deleted)
            Audit.Deleted(entity);
        foreach (StoredEntity entity in Purged)
            Audit.Purged(entity);
    }

    private bool IsRewritten(string guid) => _created.Contains(guid) || _updated.Contains(guid) || _annotated.Contains(guid);

    private void Stamp(StoredEntity entity)
    {
        if (graph.Find(entity.Guid) is { } before)
            _entitiesBefore.TryAdd(entity.Guid, before);
        graph.Put(entity with { UpdatedBy = user, UpdateTime = now });
    }

    private async ValueTask SaveDerivedAsync(ICatalogWriter writer, StoredEntity[] changed, CancellationToken cancellationToken)
    {
        var unique = new Dictionary<string, IReadOnlyCollection<UniqueRow>>();
        var uses = new Dictionary<string, IReadOnlyCollection<string>>();
        foreach (StoredEntity entity in changed)
        {
            if (_deleted.Contains(entity.Guid))
            {
                unique[entity.Guid] = [];
            }
            else if (entity.IsActive && IsRewritten(entity.Guid))
            {
                EntityType type = types.GetEntityType(entity.TypeName);
                unique[entity.Guid] = [.. UniqueIndex.ValuesOf(type, entity.Document.Attributes)
                    .Select(value => new UniqueRow(type.Name, value.Attribute, value.Value, entity.Guid))];
                uses[entity.Guid] = TypeUses.Of(entity.Document, type);
            }
        }

        foreach (string guid in _removed.Keys)
            unique[guid] = [];
        if (unique.Count > 0)
            await writer.SetUniqueAsync(unique, cancellationToken).ConfigureAwait(false);
        if (uses.Count > 0)
            await writer.SetTypeUsesAsync(uses, cancellationToken).ConfigureAwait(false);
    }

    private StoredRelationship Put(StoredRelationship relationship)
    {
        Note(relationship);
        graph.Put(relationship);
        return relationship;
    }

    private void Note(StoredRelationship relationship)
    {
        _relationships.Add(relationship.Guid);
        _relationshipsBefore.TryAdd(relationship.Guid, graph.FindRelationship(relationship.Guid));
    }

    private StoredRelationship Now(string relationship) =>
        _removedRelationships.GetValueOrDefault(relationship) ?? graph.GetRelationship(relationship);
}
