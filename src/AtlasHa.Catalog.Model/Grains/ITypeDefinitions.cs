using AtlasHa.Catalog.Model.TypeDefs;
using Orleans;

namespace AtlasHa.Catalog.Model.Grains;

/// <summary>The type definitions of the catalogue. Refusals are <see cref="Errors.AtlasException"/> with Atlas's codes.</summary>
public interface ITypeDefinitions : IGrainWithStringKey
{
    /// <summary>The definition with this name, of the given category, or of any when it is null.</summary>
    Task<AtlasBaseTypeDef> GetTypeByNameAsync(string name, TypeCategory? category, CancellationToken cancellationToken = default);

    /// <summary>The definition with this guid, of the given category, or of any when it is null.</summary>
    Task<AtlasBaseTypeDef> GetTypeByGuidAsync(string guid, TypeCategory? category, CancellationToken cancellationToken = default);

    Task<AtlasTypesDef> GetTypesAsync(TypeSearchFilter filter, CancellationToken cancellationToken = default);

    Task<IReadOnlyList<AtlasTypeDefHeader>> GetTypeHeadersAsync(TypeSearchFilter filter, CancellationToken cancellationToken = default);

    /// <summary>The patches that came with the models, and what became of them.</summary>
    Task<AtlasPatches> GetPatchesAsync(CancellationToken cancellationToken = default);

    /// <summary>Creates all of the given types or none, and returns them as they were stored.</summary>
    Task<AtlasTypesDef> CreateTypesAsync(AtlasTypesDef types, CallContext call, CancellationToken cancellationToken = default);

    /// <summary>Updates all of the given types or none, and returns them as they were stored. Types that do not exist are refused.</summary>
    Task<AtlasTypesDef> UpdateTypesAsync(AtlasTypesDef types, CallContext call, CancellationToken cancellationToken = default);

    /// <summary>Deletes all of the given types or none; <paramref name="force"/> skips the checks that business metadata has.</summary>
    Task<WriteReceipt> DeleteTypesAsync(AtlasTypesDef types, bool force, CallContext call, CancellationToken cancellationToken = default);

    Task<WriteReceipt> DeleteTypeByNameAsync(string name, bool force, CallContext call, CancellationToken cancellationToken = default);
}
