using System.Text;
using System.Text.Json;
using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Storage.Search;

namespace AtlasHa.Storage.Sqlite.Search;

/// <summary>
/// Reads the search index. Each slice is one statement that ends as soon as it has enough; their rows, in order each, are merged here: there is no
/// round trip to save. Entities are read for those rows only that are left.
/// </summary>
internal static class SqliteSearch
{
    private const long BelowAllIds = -1;

    public static List<SearchHit> Find(SqliteSession session, SearchSource source, SearchPage page, CancellationToken cancellationToken)
    {
        List<SearchHit> hits = [];
        foreach (var place in Places(session, source, page, cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (source is SearchSource.OfClassifications)
                session.Query(Sql.SelectEntity, hits, (row, list) => list.Add(new SearchHit(Sql.ReadEntity(row), place)), Encoding.ASCII.GetString(place.Key));
            else
                session.Query(SearchSql.EntityById, hits, (row, list) => list.Add(new SearchHit(Sql.ReadEntity(row), place)), place.Id);
        }
        return hits;
    }

    /// <summary>How many there are, at most <paramref name="atMost"/>. Counted by SQLite: a row that is handed out costs many times a row that is counted.</summary>
    public static int Count(SqliteSession session, SearchSource source, int atMost, CancellationToken cancellationToken) => source switch
    {
        SearchSource.OfTypes types => Sum(
            types.Slices, atMost, (slice, left) => Counted(session, SearchSql.CountOfType, slice.TypeName, (int)slice.Status, left), cancellationToken),
        SearchSource.OfValues values => Sum(
            values.Slices, atMost, (slice, left) => Counted(session, SearchSql.CountOfValue, slice.Partition, slice.Range.From, slice.Range.To, left), cancellationToken),
        SearchSource.OfWords words => Counted(
            session, SearchSql.CountOfWords, FtsQuery.Of(words.Query), Json(words.Limits.TypeNames), (int?)words.Limits.Status, atMost),
        // An entity with several of the classifications counts once.
        _ => Places(session, source, new SearchPage(null, 0, atMost), cancellationToken).Count,
    };

    private static int Sum<T>(IEnumerable<T> slices, int atMost, Func<T, int, int> count, CancellationToken cancellationToken)
    {
        var sum = 0;
        foreach (var slice in slices.TakeWhile(_ => sum < atMost))
        {
            cancellationToken.ThrowIfCancellationRequested();
            sum += count(slice, atMost - sum);
        }
        return sum;
    }

    private static int Counted(SqliteSession session, string sql, params object?[] parameters)
    {
        List<int> counts = [];
        session.Query(sql, counts, static (row, list) => list.Add(row.GetInt32(0)), parameters);
        return counts.Single();
    }

    private static List<SearchPosition> Places(SqliteSession session, SearchSource source, SearchPage page, CancellationToken cancellationToken)
    {
        var wanted = (long)page.Offset + page.Limit;
        List<SearchPosition> places = [];
        switch (source)
        {
            case SearchSource.OfTypes types:
                foreach (var slice in types.Slices)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    session.Query(
                        SearchSql.OfType, places, static (row, list) => list.Add(new SearchPosition([], row.GetInt64(0))),
                        slice.TypeName, (int)slice.Status, page.After?.Id ?? BelowAllIds, wanted);
                }
                break;
            case SearchSource.OfValues values:
                foreach (var slice in values.Slices)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    AddValues(session, values.Descending, slice, page.After, wanted, places);
                }
                break;
            case SearchSource.OfWords words:
                session.Query(
                    SearchSql.OfWords, places, static (row, list) => list.Add(new SearchPosition([], row.GetInt64(0))),
                    FtsQuery.Of(words.Query), page.After?.Id ?? BelowAllIds, Json(words.Limits.TypeNames), (int?)words.Limits.Status, wanted);
                break;
            case SearchSource.OfClassifications classifications:
                foreach (var name in classifications.TypeNames)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    session.Query(
                        SearchSql.OfClassification, places,
                        static (row, list) => list.Add(new SearchPosition(Encoding.ASCII.GetBytes(row.GetString(0)), 0)),
                        name, Encoding.ASCII.GetString(page.After?.Key ?? []), Json(classifications.Limits.TypeNames), (int?)classifications.Limits.Status, wanted);
                }
                break;
            default:
                throw new ArgumentException($"unknown source {source}", nameof(source));
        }
        return Merged(places, source, page);
    }

    private static void AddValues(
        SqliteSession session, bool descending, ValueSlice slice, SearchPosition? after, long wanted, List<SearchPosition> places)
    {
        var (from, to) = (slice.Range.From, slice.Range.To);
        if (!descending)
        {
            var start = after is not null && SearchOrder.Compare(after, new(from, BelowAllIds)) > 0 ? after : new SearchPosition(from, BelowAllIds);
            session.Query(SearchSql.OfValueAscending, places, Add, slice.Partition, start.Key, start.Id, to, wanted);
        }
        else
        {
            var start = after is not null && SearchOrder.Compare(after, new(to, BelowAllIds)) < 0 ? after : new SearchPosition(to, BelowAllIds);
            session.Query(SearchSql.OfValueDescending, places, Add, slice.Partition, start.Key, start.Id, from, wanted);
        }

        static void Add(Microsoft.Data.Sqlite.SqliteDataReader row, List<SearchPosition> list) =>
            list.Add(new SearchPosition(row.GetFieldValue<byte[]>(0), row.GetInt64(1)));
    }

    private static List<SearchPosition> Merged(List<SearchPosition> places, SearchSource source, SearchPage page)
    {
        var ordered = source is SearchSource.OfValues { Descending: true }
            ? places.OrderDescending(SearchOrder.Comparer)
            : places.Order(SearchOrder.Comparer);
        // An entity has several of the classifications, or one of several origins.
        var distinct = source is SearchSource.OfClassifications ? ordered.DistinctBy(place => Encoding.ASCII.GetString(place.Key)) : ordered;
        return [.. distinct.Skip(page.Offset).Take(page.Limit)];
    }

    private static string? Json(IReadOnlyList<string>? names) => names is null ? null : JsonSerializer.Serialize(names);
}
