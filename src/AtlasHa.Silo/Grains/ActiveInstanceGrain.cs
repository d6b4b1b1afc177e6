using AtlasHa.Catalog.Model;
using AtlasHa.Catalog.Model.Grains;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Model.TypeDefs;
using AtlasHa.Silo.Placement;
using AtlasHa.Silo.Terms;
using Orleans.Concurrency;
using Orleans.GrainDirectory;

namespace AtlasHa.Silo.Grains;

/// <summary>
/// The active instance as a grain: each call passes the request gate and runs on the catalogue of the term in office, off the grain's turn, so that
/// readers run in parallel and a write that waits for its commit holds nobody up.
/// </summary>
[GrainType(GrainTypes.ActiveInstanceName), ElectionPlacement, GrainDirectory(ElectionPlacement.DirectoryName), Reentrant]
internal sealed class ActiveInstanceGrain(TermRequests requests, ActiveInstanceActivation activation) : Grain, IActiveInstance
{
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        activation.Begun(GrainContext);
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        activation.Ended(GrainContext);
        return Task.CompletedTask;
    }

    public Task<AtlasBaseTypeDef> GetTypeByNameAsync(string name, TypeCategory? category, CancellationToken cancellationToken)
        => requests.ReadTypesAsync(types => category is { } one ? types.GetByName(one, name) : types.GetByName(name), cancellationToken);

    public Task<AtlasBaseTypeDef> GetTypeByGuidAsync(string guid, TypeCategory? category, CancellationToken cancellationToken)
        => requests.ReadTypesAsync(types => category is { } one ? types.GetByGuid(one, guid) : types.GetByGuid(guid), cancellationToken);

    public Task<AtlasTypesDef> GetTypesAsync(TypeSearchFilter filter, CancellationToken cancellationToken)
        => requests.ReadTypesAsync(types => types.Find(filter), cancellationToken);

    public Task<IReadOnlyList<AtlasTypeDefHeader>> GetTypeHeadersAsync(TypeSearchFilter filter, CancellationToken cancellationToken)
        => requests.ReadTypesAsync(types => types.FindHeaders(filter), cancellationToken);

    public Task<AtlasTypesDef> CreateTypesAsync(AtlasTypesDef types, CallContext call, CancellationToken cancellationToken)
        => requests.RunAsync((catalog, cancel) => catalog.Types.CreateAsync(types, call, cancel), cancellationToken);

    public Task<AtlasTypesDef> UpdateTypesAsync(AtlasTypesDef types, CallContext call, CancellationToken cancellationToken)
        => requests.RunAsync((catalog, cancel) => catalog.Types.UpdateAsync(types, call, cancel), cancellationToken);

    public Task<WriteReceipt> DeleteTypesAsync(AtlasTypesDef types, bool force, CallContext call, CancellationToken cancellationToken)
        => requests.RunAsync((catalog, cancel) => catalog.Types.DeleteAsync(types, force, call, cancel), cancellationToken);

    public Task<WriteReceipt> DeleteTypeByNameAsync(string name, bool force, CallContext call, CancellationToken cancellationToken)
        => requests.RunAsync((catalog, cancel) => catalog.Types.DeleteAsync(name, force, call, cancel), cancellationToken);

    public Task<EntityMutationResponse> CreateOrUpdateAsync(AtlasEntityWithExtInfo entity, CallContext call, CancellationToken cancellationToken)
        => requests.RunAsync((catalog, cancel) => catalog.Entities.CreateOrUpdateAsync(entity, call, cancel), cancellationToken);

    public Task<EntityMutationResponse> CreateOrUpdateAllAsync(AtlasEntitiesWithExtInfo entities, CallContext call, CancellationToken cancellationToken)
        => requests.RunAsync((catalog, cancel) => catalog.Entities.CreateOrUpdateAsync(entities, call, cancel), cancellationToken);

    public Task<EntityMutationResponse> UpdateByUniqueAttributesAsync(
        string typeName, IReadOnlyDictionary<string, string> unique, AtlasEntityWithExtInfo changes, CallContext call, CancellationToken cancellationToken)
        => requests.RunAsync((catalog, cancel) => catalog.Entities.UpdateByUniqueAttributesAsync(typeName, unique, changes, call, cancel), cancellationToken);

    public Task<EntityMutationResponse> UpdateAttributeAsync(string guid, string attribute, object? value, CallContext call, CancellationToken cancellationToken)
        => requests.RunAsync((catalog, cancel) => catalog.Entities.UpdateAttributeAsync(guid, attribute, value, call, cancel), cancellationToken);

    public Task<AtlasEntityWithExtInfo> GetByGuidAsync(string guid, EntityReadOptions options, CancellationToken cancellationToken)
        => requests.RunAsync((catalog, cancel) => catalog.Entities.GetAsync(guid, options, cancel), cancellationToken);

    public Task<AtlasEntityWithExtInfo> GetByUniqueAttributesAsync(
        string typeName, IReadOnlyDictionary<string, string> unique, EntityReadOptions options, CancellationToken cancellationToken)
        => requests.RunAsync((catalog, cancel) => catalog.Entities.GetByUniqueAttributesAsync(typeName, unique, options, cancel), cancellationToken);

    public Task<AtlasEntitiesWithExtInfo> GetByGuidsAsync(IReadOnlyList<string> guids, EntityReadOptions options, CancellationToken cancellationToken)
        => requests.RunAsync((catalog, cancel) => catalog.Entities.GetAsync(guids, options, cancel), cancellationToken);

    public Task<AtlasEntitiesWithExtInfo> GetAllByUniqueAttributesAsync(
        string typeName, IReadOnlyList<IReadOnlyDictionary<string, string>> uniques, EntityReadOptions options, CancellationToken cancellationToken)
        => requests.RunAsync((catalog, cancel) => catalog.Entities.GetByUniqueAttributesAsync(typeName, uniques, options, cancel), cancellationToken);

    public Task<AtlasEntityHeader> GetHeaderByGuidAsync(string guid, CancellationToken cancellationToken)
        => requests.RunAsync((catalog, cancel) => catalog.Entities.GetHeaderAsync(guid, cancel), cancellationToken);

    public Task<AtlasEntityHeader> GetHeaderByUniqueAttributesAsync(
        string typeName, IReadOnlyDictionary<string, string> unique, CancellationToken cancellationToken)
        => requests.RunAsync((catalog, cancel) => catalog.Entities.GetHeaderByUniqueAttributesAsync(typeName, unique, cancel), cancellationToken);

    public Task<EntityMutationResponse> DeleteByGuidsAsync(IReadOnlyList<string> guids, CallContext call, CancellationToken cancellationToken)
        => requests.RunAsync((catalog, cancel) => catalog.Entities.DeleteAsync(guids, call, cancel), cancellationToken);

    public Task<EntityMutationResponse> DeleteByUniqueAttributesAsync(
        string typeName, IReadOnlyDictionary<string, string> unique, CallContext call, CancellationToken cancellationToken)
        => requests.RunAsync((catalog, cancel) => catalog.Entities.DeleteByUniqueAttributesAsync(typeName, unique, call, cancel), cancellationToken);
}
