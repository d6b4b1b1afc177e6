using AtlasHa.Catalog.Discovery.Indexing;
using AtlasHa.Catalog.Discovery.Query;
using AtlasHa.Catalog.Entities;
using AtlasHa.Catalog.Model.Discovery;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Discovery.Basic;

/// <summary>Searches for words in all entities, with how well each matches.</summary>
internal static class FullTextSearch
{
    /// <exception cref="AtlasException">400-00-01A: no words; 400-00-058: too many of them.</exception>
    public static async ValueTask<AtlasSearchResult> SearchAsync(
        ICatalogReader reader, TypeRegistry types, string? text, bool excludeDeleted, int limit, int offset, CancellationToken cancellationToken)
    {
        Limits.CheckQuery(text);
        var words = TextQueries.Words(text ?? "") ?? throw new AtlasException(AtlasErrorCode.InvalidParameters, "query has no words to look for");
        var scope = Scope.Everything(types, excludeDeleted);
        var query = new EntityQuery(scope, new WordConditions(types).Of(words)) { Limit = Limits.Limit(limit), Offset = Limits.Offset(offset) };
        var page = await new EntitySearch(reader, types).FindAsync(query, cancellationToken).ConfigureAwait(false);
        var (headers, _) = await new FoundEntities(reader, types).HeadersAsync(page.Entities, [], withClassifications: false, cancellationToken).ConfigureAwait(false);
        List<AtlasFullTextResult> found =
        [
            .. headers.Zip(page.Entities, (header, entity) => new AtlasFullTextResult { Entity = header, Score = Score(words, entity, types) }),
        ];
        return new AtlasSearchResult
        {
            QueryType = SearchQueryType.FullText,
            QueryText = text,
            FullTextResult = found.Count == 0 ? null : found,
            ApproximateCount = page.Total ?? -1,
        };
    }

    private static double Score(Storage.Search.WordQuery query, StoredEntity entity, TypeRegistry types)
    {
        string[] words = [.. SearchRows.Words(entity, types.GetEntityType(entity.TypeName))];
        return Math.Round((double)WordMatch.Count(query, words) / Math.Max(words.Length, 1), 4);
    }
}
