using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Entities;

/// <summary>Reads entities in full with the entities that they own, level by level, from one snapshot.</summary>
internal sealed class EntityRetriever(ICatalogReader reader, TypeRegistry types)
{
    private readonly EntityGraph _graph = new(reader);

    /// <summary>The entities in the order asked for.</summary>
    /// <exception cref="AtlasException">404-00-005: one of them does not exist.</exception>
    public async ValueTask<AtlasEntitiesWithExtInfo> GetAsync(
        IReadOnlyCollection<string> guids, EntityReadOptions options, CancellationToken cancellationToken)
    {
        IReadOnlyList<StoredEntity> entities = await LoadAsync(guids, cancellationToken).ConfigureAwait(false);
        var assembler = new EntityAssembler(_graph, types, options);
        IReadOnlyList<StoredEntity> parts = await LoadPartsAsync(entities, assembler, cancellationToken).ConfigureAwait(false);
        await _graph.Classifications.LoadAsync(entities.Concat(parts).Select(entity => entity.Guid), cancellationToken).ConfigureAwait(false);
        return new AtlasEntitiesWithExtInfo
        {
            Entities = [.. entities.Select(entity => assembler.Assemble(entity, inShort: false))],
            ReferredEntities = parts.ToDictionary(part => part.Guid, part => (AtlasEntity?)assembler.Assemble(part, options.MinExtInfo)),
        };
    }

    /// <summary>The short forms of the entities in the order asked for.</summary>
    /// <inheritdoc cref="GetAsync"/>
    public async ValueTask<IReadOnlyList<AtlasEntityHeader>> GetHeadersAsync(
        IReadOnlyCollection<string> guids, bool withClassifications, CancellationToken cancellationToken)
    {
        IReadOnlyList<StoredEntity> entities = await LoadAsync(guids, cancellationToken).ConfigureAwait(false);
        await _graph.Classifications.LoadAsync(guids, cancellationToken).ConfigureAwait(false);
        await Meanings.LoadAsync(_graph, guids, cancellationToken).ConfigureAwait(false);
        var headers = new HeaderBuilder(_graph, types);
        return [.. entities.Select(entity => headers.Build(entity, withClassifications))];
    }

    private async ValueTask<IReadOnlyList<StoredEntity>> LoadAsync(IReadOnlyCollection<string> guids, CancellationToken cancellationToken)
    {
        await _graph.LoadEntitiesAsync(guids, cancellationToken).ConfigureAwait(false);
        return [.. guids.Select(guid => _graph.Find(guid) ?? throw new AtlasException(AtlasErrorCode.InstanceGuidNotFound, guid))];
    }

    private async ValueTask<IReadOnlyList<StoredEntity>> LoadPartsAsync(
        IReadOnlyList<StoredEntity> entities, EntityAssembler assembler, CancellationToken cancellationToken)
    {
        var parts = new List<StoredEntity>();
        var seen = new HashSet<string>(entities.Select(entity => entity.Guid));
        IReadOnlyList<StoredEntity> level = entities;
        while (level.Count > 0)
        {
            IEnumerable<string> related = level.Where(assembler.NeedsRelationships).Select(entity => entity.Guid);
            await _graph.LoadRelationshipsAsync(related, cancellationToken).ConfigureAwait(false);
            string[] next = [.. level.SelectMany(assembler.Parts).Where(seen.Add)];
            await _graph.LoadEntitiesAsync(next, cancellationToken).ConfigureAwait(false);
            level = [.. next.Select(_graph.Find).OfType<StoredEntity>()];
            parts.AddRange(level);
        }

        return parts;
    }
}
