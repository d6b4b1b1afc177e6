using AtlasHa.Catalog.Model.Discovery;
using Orleans;

namespace AtlasHa.Catalog.Model.Grains;

/// <summary>Searches. Refusals are <see cref="Errors.AtlasException"/> with Atlas's codes.</summary>
/// <remarks>A limit of 0 or less, or above 10,000, counts as 100, a negative offset as 0, unless said otherwise.</remarks>
public interface IDiscovery : IGrainWithStringKey
{
    /// <summary>Entities by type, classification, term, filters and text.</summary>
    Task<AtlasSearchResult> SearchBasicAsync(SearchParameters parameters, CancellationToken cancellationToken = default);

    /// <summary>Entities whose attribute begins with a prefix; without a name its qualifiedName.</summary>
    Task<AtlasSearchResult> SearchByAttributeAsync(
        string? attributeName, string? prefix, string? typeName, int limit, int offset, CancellationToken cancellationToken = default);

    /// <summary>Entities by words, with how well each matches.</summary>
    Task<AtlasSearchResult> SearchFullTextAsync(
        string query, bool excludeDeletedEntities, int limit, int offset, CancellationToken cancellationToken = default);

    /// <summary>A query in Atlas's query language.</summary>
    Task<AtlasSearchResult> SearchDslAsync(
        string? query, string? typeName, string? classification, int limit, int offset, CancellationToken cancellationToken = default);

    Task<AtlasQuickSearchResult> SearchQuickAsync(QuickSearchParameters parameters, CancellationToken cancellationToken = default);

    /// <summary>At most five values that begin with a prefix. Never refused.</summary>
    Task<AtlasSuggestionsResult> SuggestAsync(string? prefix, string? fieldName, CancellationToken cancellationToken = default);

    /// <summary>Entities at the other end of one entity's relationships.</summary>
    Task<AtlasSearchResult> SearchRelatedAsync(RelatedSearchParameters parameters, CancellationToken cancellationToken = default);

    /// <summary>
    /// Begins to write the place of entities in the search index anew, some hundreds in each transaction, in the background; where one since the same time
    /// is running, that goes on. It changes nothing else, does no harm when it is repeated, and ends with the term.
    /// </summary>
    /// <param name="since">Those that changed at or after this time, milliseconds since the Unix epoch.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    Task<IndexRecoveryStatus> StartIndexRecoveryAsync(long since, CancellationToken cancellationToken = default);

    /// <summary>The recovery that was begun last in this term; null: none.</summary>
    Task<IndexRecoveryStatus?> GetIndexRecoveryAsync(CancellationToken cancellationToken = default);

    /// <summary>Relationships by type and filters, where that is served.</summary>
    Task<AtlasSearchResult> SearchRelationsAsync(SearchParameters parameters, CancellationToken cancellationToken = default);
}
