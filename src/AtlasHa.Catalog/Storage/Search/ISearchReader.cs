namespace AtlasHa.Catalog.Storage.Search;

/// <summary>The search index and what users keep of their searches, in one snapshot.</summary>
public interface ISearchReader
{
    /// <summary>A page of what a source has. Costs as much as the page and what it passes over, whatever the size of the catalogue.</summary>
    ValueTask<IReadOnlyList<SearchHit>> SearchAsync(SearchSource source, SearchPage page, CancellationToken cancellationToken);

    /// <summary>How many entities a source has, counted up to <paramref name="atMost"/>.</summary>
    ValueTask<int> CountAsync(SearchSource source, int atMost, CancellationToken cancellationToken);

    /// <summary>The searches that a user keeps, by name.</summary>
    ValueTask<IReadOnlyList<SavedSearchRow>> ReadSavedSearchesAsync(string owner, CancellationToken cancellationToken);

    ValueTask<SavedSearchRow?> FindSavedSearchAsync(string guid, CancellationToken cancellationToken);

    /// <summary>After which id (0 for the first) entities of an earlier version wait for their place in the search index; null when none does.</summary>
    ValueTask<long?> FindSearchIndexGapAsync(CancellationToken cancellationToken);

    /// <summary>Entities of all types in order of creation, after the one with this id (0 for the first).</summary>
    ValueTask<IReadOnlyList<SearchHit>> ReadAllEntitiesAsync(long afterId, int limit, CancellationToken cancellationToken);

    /// <summary>The files of results that a user has, without what is in them, newest first.</summary>
    ValueTask<IReadOnlyList<SearchDownloadRow>> ReadSearchDownloadsAsync(string owner, CancellationToken cancellationToken);

    /// <summary>What is in a file of results; null when the user has none of this name.</summary>
    ValueTask<byte[]?> FindSearchDownloadAsync(string owner, string fileName, CancellationToken cancellationToken);
}
