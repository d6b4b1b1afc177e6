using AtlasHa.Catalog.Model.Discovery;
using Orleans;

namespace AtlasHa.Catalog.Model.Grains;

/// <summary>The searches that users keep, each his own. Refusals are <see cref="Errors.AtlasException"/> with Atlas's codes.</summary>
public interface ISavedSearches : IGrainWithStringKey
{
    Task<AtlasUserSavedSearch> AddSavedSearchAsync(AtlasUserSavedSearch search, CallContext call, CancellationToken cancellationToken = default);

    Task<AtlasUserSavedSearch> UpdateSavedSearchAsync(AtlasUserSavedSearch search, CallContext call, CancellationToken cancellationToken = default);

    /// <summary>Those of the caller, by name. <paramref name="owner"/> may name the caller only.</summary>
    Task<IReadOnlyList<AtlasUserSavedSearch>> GetSavedSearchesAsync(string? owner, CallContext call, CancellationToken cancellationToken = default);

    Task<AtlasUserSavedSearch> GetSavedSearchAsync(string name, string? owner, CallContext call, CancellationToken cancellationToken = default);

    Task<WriteReceipt> DeleteSavedSearchAsync(string guid, CallContext call, CancellationToken cancellationToken = default);

    Task<AtlasSearchResult> ExecuteSavedSearchAsync(string name, string? owner, CallContext call, CancellationToken cancellationToken = default);

    Task<AtlasSearchResult> ExecuteSavedSearchByGuidAsync(string guid, CallContext call, CancellationToken cancellationToken = default);
}
