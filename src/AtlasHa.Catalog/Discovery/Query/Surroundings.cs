using AtlasHa.Catalog.Entities;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Discovery.Query;

/// <summary>What a batch of candidates is tested against beside themselves: their classifications and the entities that they refer to. Loaded in sets.</summary>
internal sealed class Surroundings(ICatalogReader reader, TypeRegistry types)
{
    private readonly EntityGraph _graph = new(reader);

    public Candidate CandidateOf(StoredEntity entity) => new(entity, types.GetEntityType(entity.TypeName), this);

    /// <summary>The short form of an entity for which <see cref="LoadForHeadersAsync"/> has loaded what it shows.</summary>
    public AtlasEntityHeader HeaderOf(StoredEntity entity, bool withClassifications) => new HeaderBuilder(_graph, types).Build(entity, withClassifications);

    /// <summary>The loaded classifications of the entity, direct and spread ones.</summary>
    public IEnumerable<ClassificationRow> ClassificationsOf(string guid) => _graph.Classifications.Of(guid).Where(row => !row.IsPassage);

    /// <summary>The same as they are where they were put, with those entities; all loaded.</summary>
    public IEnumerable<TaggedWith> TagsOf(string guid) => ClassificationsOf(guid)
        .Select(row => new TaggedWith(_graph.Classifications.Get(row.Tag), _graph.Get(row.SourceGuid)));

    public IEnumerable<Candidate> Related(StoredEntity entity, Reference reference) =>
        RelatedGuids(entity, reference).Select(_graph.Find).OfType<StoredEntity>().Select(CandidateOf);

    /// <summary>Loads classifications, with what they are where they were put when more than their names is needed.</summary>
    public async ValueTask LoadClassificationsAsync(IEnumerable<StoredEntity> entities, bool withSources, CancellationToken cancellationToken)
    {
        StoredEntity[] wanted = [.. entities];
        if (!withSources)
        {
            await _graph.Classifications.LoadRowsAsync(wanted.Select(entity => entity.Guid), cancellationToken).ConfigureAwait(false);
            return;
        }
        await _graph.Classifications.LoadAsync(wanted.Select(entity => entity.Guid), cancellationToken).ConfigureAwait(false);
        foreach (var entity in wanted)
            _graph.Put(entity);
        await _graph.LoadEntitiesAsync(wanted.SelectMany(entity => ClassificationsOf(entity.Guid)).Select(row => row.SourceGuid), cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Loads what headers show of other entities: classifications, and the terms that the entities are assigned to.</summary>
    public async ValueTask LoadForHeadersAsync(IReadOnlyCollection<StoredEntity> entities, CancellationToken cancellationToken)
    {
        await LoadClassificationsAsync(entities, withSources: true, cancellationToken).ConfigureAwait(false);
        await Meanings.LoadAsync(_graph, [.. entities.Select(entity => entity.Guid)], cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Loads the entities that a reference leads to, and returns them.</summary>
    public async ValueTask<IReadOnlyList<StoredEntity>> LoadRelatedAsync(
        IReadOnlyCollection<StoredEntity> entities, Reference reference, CancellationToken cancellationToken)
    {
        if (reference.Relationships.Count > 0)
            await _graph.LoadRelationshipsAsync(entities.Select(entity => entity.Guid), cancellationToken).ConfigureAwait(false);
        else
            await _graph.LoadEntitiesAsync(entities.SelectMany(entity => ReferredGuids(entity, reference)), cancellationToken).ConfigureAwait(false);
        return [.. entities.SelectMany(entity => RelatedGuids(entity, reference)).Distinct().Select(_graph.Find).OfType<StoredEntity>()];
    }

    private IEnumerable<string> RelatedGuids(StoredEntity entity, Reference reference) => reference.Relationships.Count == 0
        ? ReferredGuids(entity, reference)
        : _graph.RelationshipsOf(entity.Guid)
            .Where(relationship => reference.Relationships.Any(attribute => relationship.Is(attribute, entity.Guid)))
            .Where(relationship => relationship.IsActive || !entity.IsActive || _graph.Find(relationship.OtherEnd(entity.Guid)) is { IsActive: false })
            .Select(relationship => relationship.OtherEnd(entity.Guid)).Distinct();

    private static IEnumerable<string> ReferredGuids(StoredEntity entity, Reference reference)
    {
        var value = entity.Document.Attributes.GetValueOrDefault(reference.Name);
        var values = value switch
        {
            IReadOnlyList<object?> list => list,
            IReadOnlyDictionary<string, object?> map when !map.ContainsKey("guid") => map.Values,
            _ => (IEnumerable<object?>)[value],
        };
        return values.OfType<IReadOnlyDictionary<string, object?>>().Select(id => id.GetValueOrDefault("guid")).OfType<string>();
    }
}
