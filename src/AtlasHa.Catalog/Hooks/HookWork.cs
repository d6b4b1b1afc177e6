using AtlasHa.Catalog.Entities;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Hooks;

/// <summary>What a message asks for, prepared outside the transaction as far as can be.</summary>
internal sealed class HookWork
{
    private readonly HookChange? _change;
    private readonly RequestEntities? _request;
    private readonly TypeRegistry _seen;
    private readonly EntityDiscovery? _discovery;

    private HookWork(HookChange? change, TypeRegistry types)
    {
        (_change, _seen) = (change, types);
        if (change is not HookChange.CreateOrUpdate all)
            return;
        _request = RequestEntities.Of(all.Entities);
        _discovery = EntityDiscovery.Of(_request, types);
    }

    public ExpectedReads? Reads => _discovery?.Reads;

    /// <exception cref="AtlasException">It cannot be done, whatever the catalogue holds.</exception>
    public static HookWork Of(HookChange? change, TypeRegistry types) => new(change, types);

    /// <exception cref="AtlasException">It is refused.</exception>
    public ValueTask DoAsync(Mutation mutation, CancellationToken cancellationToken) => _change switch
    {
        HookChange.CreateOrUpdate => CreateOrUpdateAsync(mutation, cancellationToken),
        HookChange.PartialUpdate update => UpdateAsync(mutation, update, cancellationToken),
        HookChange.Delete deletion => DeleteAsync(mutation, deletion, cancellationToken),
        _ => default,
    };

    private async ValueTask CreateOrUpdateAsync(Mutation mutation, CancellationToken cancellationToken)
    {
        EntityDiscovery current = ReferenceEquals(mutation.Types, _seen) ? _discovery! : EntityDiscovery.Of(_request!, mutation.Types);
        await new EntityWriter(mutation).CreateOrUpdateWithShellsAsync(current, cancellationToken).ConfigureAwait(false);
    }

    private static async ValueTask UpdateAsync(Mutation mutation, HookChange.PartialUpdate update, CancellationToken cancellationToken)
    {
        AtlasEntity given = update.Changes.Entity ?? throw new AtlasException(AtlasErrorCode.InvalidParameters, "no entity to update");
        var writer = new EntityWriter(mutation);
        string guid = await FindAsync(mutation, update.Entity, cancellationToken).ConfigureAwait(false)
            ?? throw NotFound(mutation.Types, update.Entity);
        StoredEntity stored = await writer.GetActiveAsync(guid, cancellationToken).ConfigureAwait(false);
        string requestGuid = string.IsNullOrEmpty(given.Guid) ? guid : given.Guid;
        AtlasEntity entity = given with { Guid = requestGuid, TypeName = stored.TypeName };
        EntityDiscovery discovery = EntityDiscovery.Of(RequestEntities.Of(update.Changes with { Entity = entity }), mutation.Types);
        await writer.PartialUpdateAsync(discovery, requestGuid, guid, cancellationToken).ConfigureAwait(false);
    }

    private static async ValueTask DeleteAsync(Mutation mutation, HookChange.Delete deletion, CancellationToken cancellationToken)
    {
        List<string> guids = [];
        foreach (AtlasObjectId entity in deletion.Entities)
        {
            if (await FindAsync(mutation, entity, cancellationToken).ConfigureAwait(false) is { } guid)
                guids.Add(guid);
        }

        if (guids.Count > 0)
            await new EntityWriter(mutation).DeleteAsync(guids, cancellationToken).ConfigureAwait(false);
    }

    private static async ValueTask<string?> FindAsync(Mutation mutation, AtlasObjectId entity, CancellationToken cancellationToken)
    {
        if (!string.IsNullOrEmpty(entity.Guid) && EntityDiscovery.IsAssigned(entity.Guid))
            return entity.Guid;
        EntityType type = mutation.Types.GetEntityType(entity.TypeName);
        UniqueIndex index = await UniqueIndex.LoadAsync(mutation.Graph.Reader, Values(type, entity), cancellationToken).ConfigureAwait(false);
        return index.Find(type, Values(type, entity));
    }

    private static IEnumerable<UniqueValue> Values(EntityType type, AtlasObjectId entity) =>
        UniqueIndex.ValuesOf(type, entity.UniqueAttributes ?? new Dictionary<string, object?>());

    private static AtlasException NotFound(TypeRegistry types, AtlasObjectId entity) => UniqueAttributeLookup.NotFound(
        types.GetEntityType(entity.TypeName),
        (entity.UniqueAttributes ?? new Dictionary<string, object?>()).ToDictionary(pair => pair.Key, pair => AttributeValue.ToText(pair.Value)));
}
