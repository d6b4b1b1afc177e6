using AtlasHa.Catalog.Classifications;
using AtlasHa.Catalog.Storage;

namespace AtlasHa.Catalog.Entities;

/// <summary>
/// The part of the catalogue that one request has looked at: entities and relationships, loaded in sets from one snapshot and overlaid
/// with the request's own changes.
/// </summary>
internal sealed class EntityGraph(ICatalogReader reader)
{
    private readonly Dictionary<string, StoredEntity?> _entities = [];
    private readonly Dictionary<string, StoredRelationship> _relationships = [];
    private readonly Dictionary<string, List<string>> _relationshipsOf = [];
    private readonly HashSet<string> _loaded = [];
    private readonly HashSet<string> _removed = [];

    public ICatalogReader Reader => reader;

    public ClassificationTable Classifications { get; } = new(reader);

    /// <summary>The entity if it is loaded and exists.</summary>
    public StoredEntity? Find(string guid) => _entities.GetValueOrDefault(guid);

    /// <summary>True when it is known not to exist, or not to any more.</summary>
    public bool IsGone(string guid) => _entities.TryGetValue(guid, out StoredEntity? entity) && entity is null;

    /// <summary>A loaded entity.</summary>
    public StoredEntity Get(string guid) =>
        Find(guid)
        ?? throw new InvalidOperationException($"entity {guid} is not loaded, or a relationship leads to it though it does not exist");

    public StoredRelationship GetRelationship(string guid) => _relationships[guid];

    /// <summary>The relationship if it is loaded.</summary>
    public StoredRelationship? FindRelationship(string guid) => _relationships.GetValueOrDefault(guid);

    /// <summary>The relationships with the entity at either end, active and deleted, in the order in which they were loaded.</summary>
    public IReadOnlyList<StoredRelationship> RelationshipsOf(string guid) =>
        _relationshipsOf.TryGetValue(guid, out List<string>? found) ? [.. found.Select(id => _relationships[id])] : [];

    public async ValueTask LoadEntitiesAsync(IEnumerable<string> guids, CancellationToken cancellationToken)
    {
        string[] missing = [.. guids.Where(guid => !_entities.ContainsKey(guid)).Distinct()];
        if (missing.Length == 0)
            return;

        IReadOnlyDictionary<string, EntityRow> rows = await reader.ReadEntitiesAsync(missing, cancellationToken).ConfigureAwait(false);
        foreach (string guid in missing)
            _entities[guid] = rows.TryGetValue(guid, out EntityRow? row) ? StoredEntity.FromRow(row) : null;
    }

    /// <summary>Loads all relationships of the entities and the entities at their other ends.</summary>
    public async ValueTask LoadRelationshipsAsync(IEnumerable<string> guids, CancellationToken cancellationToken)
    {
        string[] wanted = [.. guids];
        await LoadEdgesAsync(wanted, cancellationToken).ConfigureAwait(false);
        IEnumerable<string> others = wanted.SelectMany(guid => RelationshipsOf(guid).Select(relationship => relationship.OtherEnd(guid)));
        await LoadEntitiesAsync(wanted.Concat(others), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Loads all relationships of the entities, but not the entities at their other ends.</summary>
    public async ValueTask LoadEdgesAsync(IEnumerable<string> guids, CancellationToken cancellationToken)
    {
        string[] missing = [.. guids.Where(guid => !_loaded.Contains(guid)).Distinct()];
        if (missing.Length == 0)
            return;

        _loaded.UnionWith(missing);
        Add(await reader.ReadRelationshipsOfAsync(missing, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Loads the relationships of some types and the entities at their other ends.</summary>
    public async ValueTask LoadRelationshipsAsync(
        IReadOnlyCollection<string> guids, IReadOnlyCollection<string> typeNames, CancellationToken cancellationToken)
    {
        await LoadEdgesAsync(guids, typeNames, cancellationToken).ConfigureAwait(false);
        IEnumerable<string> others = guids.SelectMany(guid => RelationshipsOf(guid)
            .Where(relationship => typeNames.Contains(relationship.TypeName))
            .Select(relationship => relationship.OtherEnd(guid)));
        await LoadEntitiesAsync(others, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Loads the relationships of some types, but not the entities at their other ends.</summary>
    public async ValueTask LoadEdgesAsync(
        IEnumerable<string> guids, IReadOnlyCollection<string> typeNames, CancellationToken cancellationToken)
    {
        string[] missing = [.. guids.Where(guid => !_loaded.Contains(guid)).Distinct()];
        if (missing.Length > 0)
            Add(await reader.ReadRelationshipsOfAsync(missing, typeNames, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Loads the relationships from one entity to another of each pair, but not the entities.</summary>
    public async ValueTask LoadEdgesBetweenAsync(IReadOnlyCollection<EndPair> pairs, CancellationToken cancellationToken) =>
        Add(await reader.ReadRelationshipsBetweenAsync(pairs, cancellationToken).ConfigureAwait(false));

    /// <summary>Adds or replaces.</summary>
    public void Put(StoredEntity entity) => _entities[entity.Guid] = entity;

    /// <summary>Adds or replaces.</summary>
    public void Put(StoredRelationship relationship)
    {
        bool known = _relationships.ContainsKey(relationship.Guid);
        _relationships[relationship.Guid] = relationship;
        if (known)
            return;

        Link(relationship.End1Guid, relationship.Guid);
        if (relationship.End2Guid != relationship.End1Guid)
            Link(relationship.End2Guid, relationship.Guid);
    }

    /// <summary>The relationship with this guid, loaded with the entities at its ends; null when it does not exist.</summary>
    public async ValueTask<StoredRelationship?> LoadRelationshipAsync(string guid, CancellationToken cancellationToken)
    {
        if (FindRelationship(guid) is null)
            Add([.. (await reader.ReadRelationshipsAsync([guid], cancellationToken).ConfigureAwait(false)).Values]);
        if (FindRelationship(guid) is { } found)
            await LoadEntitiesAsync([found.End1Guid, found.End2Guid], cancellationToken).ConfigureAwait(false);
        return FindRelationship(guid);
    }

    /// <summary>Makes a loaded entity one that does not exist.</summary>
    public void Remove(StoredEntity entity) => _entities[entity.Guid] = null;

    public void Remove(StoredRelationship relationship)
    {
        _removed.Add(relationship.Guid);
        _relationships.Remove(relationship.Guid);
        _relationshipsOf.GetValueOrDefault(relationship.End1Guid)?.Remove(relationship.Guid);
        _relationshipsOf.GetValueOrDefault(relationship.End2Guid)?.Remove(relationship.Guid);
    }

    // What the request has changed or removed stays as it is.
    private void Add(IReadOnlyCollection<RelationshipRow> stored)
    {
        foreach (RelationshipRow row in stored)
        {
            if (!_relationships.ContainsKey(row.Guid) && !_removed.Contains(row.Guid))
                Put(StoredRelationship.FromRow(row));
        }
    }

    private void Link(string entity, string relationship)
    {
        if (!_relationshipsOf.TryGetValue(entity, out List<string>? list))
            _relationshipsOf[entity] = list = [];
        list.Add(relationship);
    }
}
