using AtlasHa.Catalog.Model.Instances;
using Orleans;

namespace AtlasHa.Catalog.Model.Grains;

/// <summary>The entities of the catalogue. Refusals are <see cref="Errors.AtlasException"/> with Atlas's codes.</summary>
/// <remarks>Unique attributes are given by name with their value as text.</remarks>
public interface IEntities : IGrainWithStringKey
{
    /// <summary>Creates the entity, or updates the one with the same guid or unique attributes.</summary>
    Task<EntityMutationResponse> CreateOrUpdateAsync(AtlasEntityWithExtInfo entity, CallContext call, CancellationToken cancellationToken = default);

    /// <summary>The same for several, all of them or none.</summary>
    Task<EntityMutationResponse> CreateOrUpdateAllAsync(AtlasEntitiesWithExtInfo entities, CallContext call, CancellationToken cancellationToken = default);

    /// <summary>Changes only the attributes that are given.</summary>
    Task<EntityMutationResponse> UpdateByUniqueAttributesAsync(
        string typeName, IReadOnlyDictionary<string, string> unique, AtlasEntityWithExtInfo changes, CallContext call, CancellationToken cancellationToken = default);

    /// <summary>Sets one primitive or reference attribute; <paramref name="value"/> is a plain value, for a reference the guid.</summary>
    Task<EntityMutationResponse> UpdateAttributeAsync(string guid, string attribute, object? value, CallContext call, CancellationToken cancellationToken = default);

    Task<AtlasEntityWithExtInfo> GetByGuidAsync(string guid, EntityReadOptions options, CancellationToken cancellationToken = default);

    Task<AtlasEntityWithExtInfo> GetByUniqueAttributesAsync(
        string typeName, IReadOnlyDictionary<string, string> unique, EntityReadOptions options, CancellationToken cancellationToken = default);

    Task<AtlasEntitiesWithExtInfo> GetByGuidsAsync(
        IReadOnlyList<string> guids, EntityReadOptions options, CancellationToken cancellationToken = default);

    /// <summary>Those of the wanted entities that exist.</summary>
    Task<AtlasEntitiesWithExtInfo> GetAllByUniqueAttributesAsync(
        string typeName, IReadOnlyList<IReadOnlyDictionary<string, string>> uniques, EntityReadOptions options, CancellationToken cancellationToken = default);

    Task<AtlasEntityHeader> GetHeaderByGuidAsync(string guid, CancellationToken cancellationToken = default);

    Task<AtlasEntityHeader> GetHeaderByUniqueAttributesAsync(
        string typeName, IReadOnlyDictionary<string, string> unique, CancellationToken cancellationToken = default);

    /// <summary>Marks the entities, and those that they own, as deleted. Unknown guids are passed over.</summary>
    Task<EntityMutationResponse> DeleteByGuidsAsync(IReadOnlyList<string> guids, CallContext call, CancellationToken cancellationToken = default);

    Task<EntityMutationResponse> DeleteByUniqueAttributesAsync(
        string typeName, IReadOnlyDictionary<string, string> unique, CallContext call, CancellationToken cancellationToken = default);

    /// <summary>
    /// Removes deleted entities for good, with their deleted parts. Those that cannot be purged are listed as failed and hinder no others.
    /// </summary>
    Task<EntityMutationResponse> PurgeAsync(IReadOnlyList<string> guids, CallContext call, CancellationToken cancellationToken = default);
}
