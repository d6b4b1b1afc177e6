using AtlasHa.Catalog.Model;
using AtlasHa.Catalog.Model.Discovery;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Json;
using AtlasHa.Catalog.Requests;
using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Storage.Search;

namespace AtlasHa.Catalog.Discovery.Saved;

/// <summary>The searches that users keep. A user sees and changes his own only.</summary>
public sealed class SavedSearches
{
    private readonly CatalogAccess _access;
    private readonly DiscoveryCatalog _discovery;

    internal SavedSearches(CatalogAccess access, DiscoveryCatalog discovery) => (_access, _discovery) = (access, discovery);

    /// <summary>Keeps a search under a new guid, whatever guid it was sent with.</summary>
    /// <exception cref="AtlasException">400-00-01A no name; 400-00-029 another owner; 409-00-006 the name is taken.</exception>
    public Task<AtlasUserSavedSearch> AddAsync(AtlasUserSavedSearch search, CallContext call, CancellationToken cancellationToken)
    {
        CheckOwner(search.OwnerName, call);
        CheckName(search);
        return _access.WriteRowsAsync(
            RequestKey.Of(call, "savedSearch.add", search),
            async (writer, cancel) =>
            {
                var saved = search with { Guid = Guid.NewGuid().ToString(), OwnerName = call.User };
                return await PutAsync(writer, saved, cancel).ConfigureAwait(false);
            },
            cancellationToken);
    }

    /// <exception cref="AtlasException">400-00-021 no guid; 404-00-005 unknown; 400-00-056 another owner; 409-00-006 the name is taken.</exception>
    public Task<AtlasUserSavedSearch> UpdateAsync(AtlasUserSavedSearch search, CallContext call, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(search.Guid))
            throw new AtlasException(AtlasErrorCode.InvalidObjectId, "a saved search without guid");
        CheckName(search);
        return _access.WriteRowsAsync(
            RequestKey.Of(call, "savedSearch.update", search),
            async (writer, cancel) =>
            {
                var row = await GetOwnAsync(writer, search.Guid, call, cancel).ConfigureAwait(false);
                if (!string.IsNullOrEmpty(search.OwnerName) && search.OwnerName != row.Owner)
                    throw new AtlasException(AtlasErrorCode.SavedSearchChangeUser, row.Name);
                return await PutAsync(writer, search with { OwnerName = row.Owner }, cancel).ConfigureAwait(false);
            },
            cancellationToken);
    }

    /// <exception cref="AtlasException">404-00-005: unknown.</exception>
    public Task<WriteReceipt> DeleteAsync(string guid, CallContext call, CancellationToken cancellationToken) => _access.WriteRowsAsync(
        RequestKey.Of(call, "savedSearch.delete", guid),
        async (writer, cancel) =>
        {
            await GetOwnAsync(writer, guid, call, cancel).ConfigureAwait(false);
            await writer.DeleteSavedSearchAsync(guid, cancel).ConfigureAwait(false);
            return new WriteReceipt();
        },
        cancellationToken);

    /// <summary>By name.</summary>
    /// <exception cref="AtlasException">400-00-029: those of somebody else.</exception>
    public Task<IReadOnlyList<AtlasUserSavedSearch>> ListAsync(string? owner, CallContext call, CancellationToken cancellationToken)
    {
        CheckOwner(owner, call);
        return _access.ReadAsync<IReadOnlyList<AtlasUserSavedSearch>>(
            async (reader, _) => [.. (await reader.ReadSavedSearchesAsync(call.User, cancellationToken).ConfigureAwait(false)).Select(Parse)], cancellationToken);
    }

    /// <exception cref="AtlasException">400-00-029: one of somebody else; 404-00-009: no search of that name.</exception>
    public async Task<AtlasUserSavedSearch> GetAsync(string name, string? owner, CallContext call, CancellationToken cancellationToken) =>
        (await ListAsync(owner, call, cancellationToken).ConfigureAwait(false)).FirstOrDefault(search => search.Name == name)
        ?? throw new AtlasException(AtlasErrorCode.InstanceByUniqueAttributeNotFound, "saved search", $"name={name}");

    public async Task<AtlasSearchResult> ExecuteAsync(string name, string? owner, CallContext call, CancellationToken cancellationToken) =>
        await ExecuteAsync(await GetAsync(name, owner, call, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    /// <exception cref="AtlasException">404-00-005: unknown.</exception>
    public async Task<AtlasSearchResult> ExecuteByGuidAsync(string guid, CallContext call, CancellationToken cancellationToken)
    {
        var row = await _access.ReadAsync((reader, _) => GetOwnAsync(reader, guid, call, cancellationToken), cancellationToken).ConfigureAwait(false);
        return await ExecuteAsync(Parse(row), cancellationToken).ConfigureAwait(false);
    }

    private Task<AtlasSearchResult> ExecuteAsync(AtlasUserSavedSearch search, CancellationToken cancellationToken)
    {
        var parameters = search.SearchParameters ?? new SearchParameters();
        return search.SearchType == SavedSearchType.Advanced
            ? _discovery.SearchDslAsync(
                parameters.Query, parameters.TypeName, parameters.Classification, parameters.Limit, parameters.Offset, cancellationToken)
            : _discovery.SearchBasicAsync(parameters, cancellationToken);
    }

    private static void CheckOwner(string? owner, CallContext call)
    {
        if (!string.IsNullOrEmpty(owner) && owner != call.User)
            throw new AtlasException(AtlasErrorCode.BadRequest, $"{call.User} cannot use the saved searches of {owner}");
    }

    private static void CheckName(AtlasUserSavedSearch search)
    {
        if (string.IsNullOrWhiteSpace(search.Name))
            throw new AtlasException(AtlasErrorCode.InvalidParameters, "a saved search needs a name");
    }

    // One of somebody else is as good as unknown.
    private static async ValueTask<SavedSearchRow> GetOwnAsync(ICatalogReader reader, string guid, CallContext call, CancellationToken cancellationToken) =>
        await reader.FindSavedSearchAsync(guid, cancellationToken).ConfigureAwait(false) is { } row && row.Owner == call.User
            ? row
            : throw new AtlasException(AtlasErrorCode.InstanceGuidNotFound, guid);

    private static async ValueTask<AtlasUserSavedSearch> PutAsync(ICatalogWriter writer, AtlasUserSavedSearch search, CancellationToken cancellationToken)
    {
        var others = await writer.ReadSavedSearchesAsync(search.OwnerName!, cancellationToken).ConfigureAwait(false);
        if (others.Any(other => other.Name == search.Name && other.Guid != search.Guid))
            throw new AtlasException(AtlasErrorCode.SavedSearchAlreadyExists, search.Name, search.OwnerName);
        await writer.PutSavedSearchAsync(
            new SavedSearchRow(search.Guid!, search.OwnerName!, search.Name!, AtlasJson.Write(search)), cancellationToken).ConfigureAwait(false);
        return search;
    }

    private static AtlasUserSavedSearch Parse(SavedSearchRow row) => AtlasJson.Parse<AtlasUserSavedSearch>(row.Document);
}
