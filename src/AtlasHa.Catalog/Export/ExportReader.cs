using AtlasHa.Catalog.Entities;
using AtlasHa.Catalog.Model.Export;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Export;

/// <summary>Reads entities as they are exported, from one snapshot: with their parts, without what is deleted.</summary>
internal sealed class ExportReader(ICatalogReader reader, TypeRegistry types)
{
    private const string Process = "Process";

    private readonly EntityGraph _graph = new(reader);

    public async ValueTask<IReadOnlyList<ExportedEntity>> ReadAsync(IReadOnlyList<string> guids, CancellationToken cancellationToken)
    {
        await _graph.LoadEntitiesAsync(guids, cancellationToken).ConfigureAwait(false);
        StoredEntity[] wanted = [.. guids.Select(_graph.Find).OfType<StoredEntity>().Where(entity => entity.IsActive)];
        var assembler = new EntityAssembler(_graph, types, EntityReadOptions.Default, onlyActive: true);
        var families = await LoadPartsAsync(wanted, assembler, cancellationToken).ConfigureAwait(false);
        await _graph.LoadEntitiesAsync(families.SelectMany(family => family).SelectMany(References), cancellationToken).ConfigureAwait(false);
        await _graph.Classifications.LoadAsync(families.SelectMany(family => family).Select(entity => entity.Guid), cancellationToken).ConfigureAwait(false);
        return [.. wanted.Select(entity => Show(entity, [.. families[entity.Guid]], assembler))];
    }

    /// <summary>Each entity with its parts, by its guid.</summary>
    private async ValueTask<ILookup<string, StoredEntity>> LoadPartsAsync(
        IReadOnlyList<StoredEntity> wanted, EntityAssembler assembler, CancellationToken cancellationToken)
    {
        List<(string Owner, StoredEntity Entity)> level = [.. wanted.Select(entity => (entity.Guid, entity))];
        List<(string Owner, StoredEntity Entity)> all = [];
        HashSet<(string Owner, string Guid)> seen = [.. wanted.Select(entity => (entity.Guid, entity.Guid))];
        while (level.Count > 0)
        {
            all.AddRange(level);
            await _graph.LoadRelationshipsAsync(level.Select(item => item.Entity.Guid), cancellationToken).ConfigureAwait(false);
            (string Owner, string Guid)[] next = [.. level.SelectMany(item => assembler.Parts(item.Entity).Select(part => (item.Owner, part))).Where(seen.Add)];
            await _graph.LoadEntitiesAsync(next.Select(item => item.Guid), cancellationToken).ConfigureAwait(false);
            level = [.. next.Where(item => _graph.Find(item.Guid) is { IsActive: true }).Select(item => (item.Owner, _graph.Get(item.Guid)))];
        }
        return all.ToLookup(item => item.Owner, item => item.Entity);
    }

    private ExportedEntity Show(StoredEntity entity, IReadOnlyList<StoredEntity> family, EntityAssembler assembler) => new()
    {
        Entity = new AtlasEntityWithExtInfo
        {
            Entity = assembler.Assemble(entity, inShort: false),
            ReferredEntities = family.Skip(1).ToDictionary(part => part.Guid, part => (AtlasEntity?)assembler.Assemble(part, inShort: false)),
        },
        IsProcess = IsProcess(entity),
        LastChange = family.Max(LastChange),
        Links = [.. family.SelectMany(LinksOf).Distinct()],
    };

    // A relationship that comes to be between two entities changes neither of them.
    private long LastChange(StoredEntity entity) => _graph.RelationshipsOf(entity.Guid).Where(relationship => relationship.IsActive)
        .Select(relationship => relationship.UpdateTime).Append(entity.UpdateTime).Max();

    private IEnumerable<ExportLink> LinksOf(StoredEntity entity)
    {
        var related = _graph.RelationshipsOf(entity.Guid).Where(relationship => relationship.IsActive)
            .Select(relationship => (Guid: relationship.OtherEnd(entity.Guid), IsOutward: relationship.End1Guid == entity.Guid));
        return related.Concat(References(entity).Select(guid => (Guid: guid, IsOutward: true)))
            .Where(link => link.Guid != entity.Guid && _graph.Find(link.Guid) is { IsActive: true })
            .Select(link => new ExportLink(link.Guid, link.IsOutward, IsProcess(_graph.Get(link.Guid))));
    }

    /// <summary>The entities that are named in attributes without being related.</summary>
    private List<string> References(StoredEntity entity)
    {
        List<string> guids = [];
        foreach (var attribute in types.GetEntityType(entity.TypeName).Attributes.Values)
        {
            ReferenceValues.Replace(attribute.Type, entity.Document.Attributes.GetValueOrDefault(attribute.Name), (_, reference) =>
            {
                guids.Add(reference.Guid!);
                return null;
            });
        }
        return guids;
    }

    private bool IsProcess(StoredEntity entity) => types.GetEntityType(entity.TypeName).IsSubTypeOf(Process);
}
