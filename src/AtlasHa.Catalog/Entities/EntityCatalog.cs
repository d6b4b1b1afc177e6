using AtlasHa.Catalog.Model;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Requests;
using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Entities;

/// <summary>
/// The entity operations of one term of office. Writes go through the term's queue and are all or nothing; each read sees one snapshot.
/// All may throw <see cref="AtlasException"/>, <see cref="StaleEpochException"/> and <see cref="StoreUnavailableException"/>.
/// </summary>
public sealed class EntityCatalog
{
    private readonly CatalogAccess _access;

    internal EntityCatalog(CatalogAccess access) => _access = access;

    /// <summary>Creates or updates one entity with those of the request that it refers to.</summary>
    public Task<EntityMutationResponse> CreateOrUpdateAsync(
        AtlasEntityWithExtInfo? request, CallContext context, CancellationToken cancellationToken) =>
        CreateOrUpdateAsync(RequestKey.Of(context, "entity.createOrUpdate", request), RequestEntities.Of(request), context, cancellationToken);

    /// <summary>Creates or updates several entities with those of the request that they refer to.</summary>
    public Task<EntityMutationResponse> CreateOrUpdateAsync(
        AtlasEntitiesWithExtInfo? request, CallContext context, CancellationToken cancellationToken) =>
        CreateOrUpdateAsync(RequestKey.Of(context, "entity.createOrUpdateAll", request), RequestEntities.Of(request), context, cancellationToken);

    /// <summary>Changes what the request holds of the entity with these unique attributes, and leaves the rest.</summary>
    public Task<EntityMutationResponse> UpdateByUniqueAttributesAsync(
        string typeName, IReadOnlyDictionary<string, string> uniqueAttributes, AtlasEntityWithExtInfo? request, CallContext context,
        CancellationToken cancellationToken)
    {
        AtlasEntity given = request?.Entity ?? throw new AtlasException(AtlasErrorCode.InvalidParameters, "no entity to update");
        return WriteAsync(
            RequestKey.Of(context, "entity.updateByUniqueAttributes", typeName, uniqueAttributes, request),
            async (writer, registry, cancel) =>
            {
                EntityType type = registry.GetEntityType(typeName);
                string guid = await UniqueAttributeLookup
                    .GetAsync(writer.Graph.Reader, type, uniqueAttributes, cancel).ConfigureAwait(false);
                StoredEntity stored = await writer.GetActiveAsync(guid, cancel).ConfigureAwait(false);
                string requestGuid = string.IsNullOrEmpty(given.Guid) ? guid : given.Guid;
                AtlasEntity entity = given with { Guid = requestGuid, TypeName = stored.TypeName };
                EntityDiscovery discovery = EntityDiscovery.Of(RequestEntities.Of(request with { Entity = entity }), registry);
                return await writer.PartialUpdateAsync(discovery, requestGuid, guid, cancel).ConfigureAwait(false);
            },
            context, cancellationToken);
    }

    /// <summary>Changes one attribute, a primitive or a single reference; the value of a reference may be a bare guid.</summary>
    public Task<EntityMutationResponse> UpdateAttributeAsync(
        string guid, string attributeName, object? value, CallContext context, CancellationToken cancellationToken) =>
        WriteAsync(
            RequestKey.Of(context, "entity.updateAttribute", guid, attributeName, value),
            async (writer, registry, cancel) =>
            {
                StoredEntity stored = await writer.GetActiveAsync(guid, cancel).ConfigureAwait(false);
                AtlasEntity entity = SingleAttribute.Update(stored, registry.GetEntityType(stored.TypeName), attributeName, value);
                RequestEntities update = RequestEntities.Of(new AtlasEntityWithExtInfo { Entity = entity });
                EntityDiscovery discovery = EntityDiscovery.Of(update, registry);
                return await writer.PartialUpdateAsync(discovery, guid, guid, cancel).ConfigureAwait(false);
            },
            context, cancellationToken);

    /// <summary>Creates or updates an entity of another catalogue with those that it brings along, under the guids that they have there.</summary>
    internal Task<EntityMutationResponse> ImportAsync(AtlasEntityWithExtInfo entity, CallContext context, CancellationToken cancellationToken)
    {
        RequestEntities request = RequestEntities.Of(entity);
        return WriteAsync(
            key: null,
            async (writer, registry, cancel) => await writer.ImportAsync(EntityDiscovery.Of(request, registry), cancel).ConfigureAwait(false),
            context, cancellationToken);
    }

    /// <summary>The same for an import that no user waits for.</summary>
    /// <param name="note">Writes, in the same transaction, that it was done. What it throws undoes everything.</param>
    /// <inheritdoc cref="ImportAsync(AtlasEntityWithExtInfo, CallContext, CancellationToken)"/>
    internal Task<EntityMutationResponse> ImportAsync(
        AtlasEntityWithExtInfo entity, CallContext context, Func<ICatalogWriter, EntityMutationResponse, CancellationToken, Task> note,
        CancellationToken cancellationToken)
    {
        RequestEntities request = RequestEntities.Of(entity);
        return _access.WriteAsync(
            key: null,
            async (mutation, cancel) =>
            {
                EntityMutationResponse answer = await new EntityWriter(mutation).ImportAsync(EntityDiscovery.Of(request, mutation.Types), cancel).ConfigureAwait(false);
                await note(mutation.Writer, answer, cancel).ConfigureAwait(false);
                return answer;
            },
            context, cancellationToken, isBackground: true);
    }

    /// <summary>Soft-deletes the entities and what goes with them. Unknown and deleted ones are skipped.</summary>
    public Task<EntityMutationResponse> DeleteAsync(
        IReadOnlyCollection<string> guids, CallContext context, CancellationToken cancellationToken)
    {
        if (guids.Count == 0)
            throw new AtlasException(AtlasErrorCode.InvalidParameters, "no guids to delete");

        return WriteAsync(
            RequestKey.Of(context, "entity.delete", guids),
            async (writer, _, cancel) => await writer.DeleteAsync(guids, cancel).ConfigureAwait(false), context, cancellationToken);
    }

    /// <summary>Soft-deletes the entity with these unique attributes, if there is one.</summary>
    public Task<EntityMutationResponse> DeleteByUniqueAttributesAsync(
        string typeName, IReadOnlyDictionary<string, string> uniqueAttributes, CallContext context, CancellationToken cancellationToken) =>
        WriteAsync(
            RequestKey.Of(context, "entity.deleteByUniqueAttributes", typeName, uniqueAttributes),
            async (writer, registry, cancel) =>
            {
                EntityType type = registry.GetEntityType(typeName);
                IReadOnlyList<string?> found = await UniqueAttributeLookup
                    .FindUncheckedAsync(writer.Graph.Reader, type, [uniqueAttributes], cancel).ConfigureAwait(false);
                return await writer.DeleteAsync([.. found.OfType<string>()], cancel).ConfigureAwait(false);
            },
            context, cancellationToken);

    /// <summary>An entity, deleted or not, with those that it owns.</summary>
    public async Task<AtlasEntityWithExtInfo> GetAsync(string guid, EntityReadOptions options, CancellationToken cancellationToken)
    {
        AtlasEntitiesWithExtInfo found = await GetAsync([guid], options, cancellationToken).ConfigureAwait(false);
        return Single(found);
    }

    /// <summary>Entities, deleted or not, with those that they own, in the order asked for.</summary>
    public Task<AtlasEntitiesWithExtInfo> GetAsync(
        IReadOnlyCollection<string> guids, EntityReadOptions options, CancellationToken cancellationToken)
    {
        if (guids.Count == 0)
            throw new AtlasException(AtlasErrorCode.InstanceGuidNotFound, "");

        return _access.ReadAsync(
            (reader, registry) => new EntityRetriever(reader, registry).GetAsync(guids, options, cancellationToken), cancellationToken);
    }

    /// <summary>The active entity with these unique attributes, with those that it owns.</summary>
    public Task<AtlasEntityWithExtInfo> GetByUniqueAttributesAsync(
        string typeName, IReadOnlyDictionary<string, string> uniqueAttributes, EntityReadOptions options,
        CancellationToken cancellationToken) =>
        _access.ReadAsync(
            async (reader, registry) =>
            {
                string guid = await UniqueAttributeLookup
                    .GetAsync(reader, registry.GetEntityType(typeName), uniqueAttributes, cancellationToken).ConfigureAwait(false);
                var retriever = new EntityRetriever(reader, registry);
                return Single(await retriever.GetAsync([guid], options, cancellationToken).ConfigureAwait(false));
            },
            cancellationToken);

    /// <summary>The active entities with these sets of unique attributes; sets that nothing has are skipped.</summary>
    public Task<AtlasEntitiesWithExtInfo> GetByUniqueAttributesAsync(
        string typeName, IReadOnlyCollection<IReadOnlyDictionary<string, string>> uniqueAttributes, EntityReadOptions options,
        CancellationToken cancellationToken) =>
        _access.ReadAsync(
            async (reader, registry) =>
            {
                IReadOnlyList<string?> found = await UniqueAttributeLookup
                    .FindAsync(reader, registry.GetEntityType(typeName), uniqueAttributes, cancellationToken).ConfigureAwait(false);
                string[] guids = [.. found.OfType<string>().Distinct()];
                return await new EntityRetriever(reader, registry).GetAsync(guids, options, cancellationToken).ConfigureAwait(false);
            },
            cancellationToken);

    /// <summary>The short form of an entity, deleted or not.</summary>
    public Task<AtlasEntityHeader> GetHeaderAsync(string guid, CancellationToken cancellationToken) =>
        _access.ReadAsync((reader, registry) => HeaderAsync(reader, registry, guid, cancellationToken), cancellationToken);

    /// <summary>The short form of the active entity with these unique attributes.</summary>
    public Task<AtlasEntityHeader> GetHeaderByUniqueAttributesAsync(
        string typeName, IReadOnlyDictionary<string, string> uniqueAttributes, CancellationToken cancellationToken) =>
        _access.ReadAsync(
            async (reader, registry) =>
            {
                string guid = await UniqueAttributeLookup
                    .GetAsync(reader, registry.GetEntityType(typeName), uniqueAttributes, cancellationToken).ConfigureAwait(false);
                return await HeaderAsync(reader, registry, guid, cancellationToken).ConfigureAwait(false);
            },
            cancellationToken);

    private static async ValueTask<AtlasEntityHeader> HeaderAsync(
        ICatalogReader reader, TypeRegistry registry, string guid, CancellationToken cancellationToken)
    {
        var retriever = new EntityRetriever(reader, registry);
        return (await retriever.GetHeadersAsync([guid], withClassifications: false, cancellationToken).ConfigureAwait(false))[0];
    }

    private static AtlasEntityWithExtInfo Single(AtlasEntitiesWithExtInfo found) =>
        new() { Entity = found.Entities![0], ReferredEntities = found.ReferredEntities };

    private Task<EntityMutationResponse> CreateOrUpdateAsync(
        RequestKey? key, RequestEntities request, CallContext context, CancellationToken cancellationToken)
    {
        // A request that names unknown types or no entities is refused without taking the writer's time; but a repeat has its answer, whatever has
        // become of the types since.
        TypeRegistry seen = _access.Types;
        EntityDiscovery? discovery = key is null ? EntityDiscovery.Of(request, seen) : null;
        return WriteAsync(
            key,
            async (writer, registry, cancel) =>
            {
                EntityDiscovery current = discovery is not null && ReferenceEquals(registry, seen) ? discovery : EntityDiscovery.Of(request, registry);
                return await writer.CreateOrUpdateAsync(current, cancel).ConfigureAwait(false);
            },
            context, cancellationToken, discovery?.Reads);
    }

    private static EntityDiscovery? TryDiscover(RequestEntities request, TypeRegistry types)
    {
        try
        {
            return EntityDiscovery.Of(request, types);
        }
        catch (AtlasException)
        {
            return null;
        }
    }

    private Task<EntityMutationResponse> WriteAsync(
        RequestKey? key, Func<EntityWriter, TypeRegistry, CancellationToken, Task<EntityMutationResponse>> work, CallContext context,
        CancellationToken cancellationToken, ExpectedReads? reads = null) =>
        _access.WriteAsync(key, (mutation, cancel) => work(new EntityWriter(mutation), mutation.Types, cancel), context, cancellationToken, reads);
}
