namespace AtlasHa.Catalog.Storage.Search;

/// <summary>Changes of the search index and of what users keep of their searches.</summary>
public interface ISearchWriter
{
    /// <summary>Makes each row all that the search index holds of its entity, which must be in the store; each entity at most once.</summary>
    ValueTask SetSearchAsync(IReadOnlyCollection<SearchRow> rows, CancellationToken cancellationToken);

    /// <summary>Notes that the entities up to this id are in the search index; null when all are.</summary>
    ValueTask SetSearchIndexGapAsync(long? afterId, CancellationToken cancellationToken);

    /// <summary>Inserts or replaces by guid. No other search of the owner may have the name.</summary>
    ValueTask PutSavedSearchAsync(SavedSearchRow row, CancellationToken cancellationToken);

    ValueTask DeleteSavedSearchAsync(string guid, CancellationToken cancellationToken);

    /// <summary>Adds a file of results, in the place of one of the same name; of the user's other ones all but the newest <paramref name="keep"/> - 1 go.</summary>
    ValueTask PutSearchDownloadAsync(SearchDownloadRow row, byte[] content, int keep, CancellationToken cancellationToken);
}
