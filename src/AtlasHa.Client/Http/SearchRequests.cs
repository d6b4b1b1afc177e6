using System.Globalization;
using AtlasHa.Catalog.Model.Discovery;

namespace AtlasHa.Client.Http;

/// <summary>Searches. A limit of 0 or less, or above 10,000, counts as 100, unless said otherwise.</summary>
public static class SearchRequests
{
    private const string Search = "v2/search";

    /// <summary>Entities by type, classification, term, filters and text.</summary>
    public static async Task<AtlasSearchResult> SearchBasicAsync(
        this IAtlasHttpClient client, SearchParameters parameters, CancellationToken cancellationToken = default) =>
        (await client.SendAsync<AtlasSearchResult>(new(HttpMethod.Post, $"{Search}/basic") { Body = parameters }, cancellationToken).ConfigureAwait(false))!;

    /// <summary>A query in Atlas's query language.</summary>
    public static Task<AtlasSearchResult> SearchDslAsync(
        this IAtlasHttpClient client,
        string? query,
        string? typeName = null,
        string? classification = null,
        int limit = 0,
        int offset = 0,
        CancellationToken cancellationToken = default) =>
        GetAsync(
            client, "dsl", [("query", query), ("typeName", typeName), ("classification", classification), ("limit", Text(limit)), ("offset", Text(offset))],
            cancellationToken);

    /// <summary>Entities by words, with how well each matches.</summary>
    public static Task<AtlasSearchResult> SearchFullTextAsync(
        this IAtlasHttpClient client, string query, bool excludeDeletedEntities = false, int limit = 0, int offset = 0, CancellationToken cancellationToken = default) =>
        GetAsync(
            client, "fulltext", [("query", query), ("excludeDeletedEntities", Text(excludeDeletedEntities)), ("limit", Text(limit)), ("offset", Text(offset))],
            cancellationToken);

    /// <summary>Entities whose attribute begins with a prefix; without a name its qualifiedName.</summary>
    public static Task<AtlasSearchResult> SearchByAttributeAsync(
        this IAtlasHttpClient client,
        string typeName,
        string? attributeName,
        string? prefix,
        int limit = 0,
        int offset = 0,
        CancellationToken cancellationToken = default) =>
        GetAsync(
            client, "attribute",
            [("attrName", attributeName), ("attrValuePrefix", prefix), ("typeName", typeName), ("limit", Text(limit)), ("offset", Text(offset))],
            cancellationToken);

    public static async Task<AtlasQuickSearchResult> SearchQuickAsync(
        this IAtlasHttpClient client, QuickSearchParameters parameters, CancellationToken cancellationToken = default) =>
        (await client.SendAsync<AtlasQuickSearchResult>(new(HttpMethod.Post, $"{Search}/quick") { Body = parameters }, cancellationToken).ConfigureAwait(false))!;

    /// <summary>At most five values that begin with a prefix. Never refused.</summary>
    public static async Task<AtlasSuggestionsResult> SuggestAsync(
        this IAtlasHttpClient client, string prefix, string? fieldName = null, CancellationToken cancellationToken = default) =>
        (await client.SendAsync<AtlasSuggestionsResult>(
            new(HttpMethod.Get, $"{Search}/suggestions") { Query = [("prefixString", prefix), ("fieldName", fieldName)] }, cancellationToken).ConfigureAwait(false))!;

    /// <summary>Entities at the other end of one entity's relationships. A limit of 0 finds nothing.</summary>
    public static Task<AtlasSearchResult> SearchRelatedAsync(
        this IAtlasHttpClient client, RelatedSearchParameters parameters, CancellationToken cancellationToken = default) =>
        GetAsync(
            client, "relationship",
            [
                ("guid", parameters.Guid), ("relation", parameters.Relation), .. parameters.Attributes.Select(name => ("attributes", (string?)name)),
                ("sortBy", parameters.SortBy), ("sortOrder", parameters.SortOrder?.ToString().ToUpperInvariant()),
                ("disableDefaultSorting", Text(parameters.DisableDefaultSorting)), ("excludeDeletedEntities", Text(parameters.ExcludeDeletedEntities)),
                ("includeClassificationAttributes", Text(parameters.IncludeClassificationAttributes)), ("getApproximateCount", Text(parameters.GetApproximateCount)),
                ("limit", Text(parameters.Limit)), ("offset", Text(parameters.Offset)),
            ],
            cancellationToken);

    private static async Task<AtlasSearchResult> GetAsync(
        IAtlasHttpClient client, string kind, IReadOnlyList<(string, string?)> query, CancellationToken cancellationToken) =>
        (await client.SendAsync<AtlasSearchResult>(new(HttpMethod.Get, $"{Search}/{kind}") { Query = query }, cancellationToken).ConfigureAwait(false))!;

    // What is as it is by default is not sent.
    private static string? Text(bool flag) => flag ? "true" : null;

    private static string? Text(int number) => number == 0 ? null : number.ToString(CultureInfo.InvariantCulture);
}
