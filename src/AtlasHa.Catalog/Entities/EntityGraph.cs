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

    public ICatalogReader Reader => reader;

    /// <summary>The entity if it is loaded and exists.</summary>
    public StoredEntity? Find(string guid) => _entities.GetValueOrDefault(guid);

    /// <summary>A loaded entity.</summary>
    public StoredEntity Get(string guid) =>
        Find(guid)
        ?? throw new InvalidOperationException($"entity {guid} is not loaded, or a relationship leads to it though it does not exist");

    public StoredRelationship GetRelationship(string guid) => _relationships[guid];

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
        string[] missing = [.. guids.Where(guid => !_loaded.Contains(guid)).Distinct()];
        if (missing.Length == 0)
            return;

        _loaded.UnionWith(missing);
        IReadOnlyList<RelationshipRow> rows = await reader.ReadRelationshipsOfAsync(missing, cancellationToken).ConfigureAwait(false);
        foreach (RelationshipRow row in rows)
        {
            if (!_relationships.ContainsKey(row.Guid))
                Put(StoredRelationship.FromRow(row));
        }

        await LoadEntitiesAsync(rows.SelectMany(row => new[] { row.End1Guid, row.End2Guid }), cancellationToken).ConfigureAwait(false);
    }

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

    private void Link(string entity, string relationship)
    {
        if (!_relationshipsOf.TryGetValue(entity, out List<string>? list))
            _relationshipsOf[entity] = list = [];
        list.Add(relationship);
    }
}
