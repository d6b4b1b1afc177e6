using System.Text;
using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Storage.Search;
using Npgsql;
using NpgsqlTypes;
using static AtlasHa.Storage.Postgres.PostgresSession;

namespace AtlasHa.Storage.Postgres.Search;

/// <summary>Turns sources of entities into statements.</summary>
internal static class PostgresSearch
{
    private const long BelowAllIds = -1;

    public static NpgsqlBatchCommand Find(SearchSource source, SearchPage page)
    {
        var (places, parameters) = Places(source, page);
        return Statement(SearchSql.Entities(places, Order(source)), parameters);
    }

    public static NpgsqlBatchCommand Count(SearchSource source, int atMost)
    {
        var (places, parameters) = Places(source, new SearchPage(null, 0, atMost));
        return Statement(SearchSql.Count(places), parameters);
    }

    public static SearchHit ReadHit(NpgsqlDataReader row) =>
        new(Sql.ReadEntity(row), new SearchPosition(row.GetFieldValue<byte[]>(9), row.GetInt64(10)));

    private static (string Sql, List<object> Parameters) Places(SearchSource source, SearchPage page) => source switch
    {
        SearchSource.OfTypes types => (SearchSql.OfTypes,
        [
            types.Slices.Select(slice => slice.TypeName).ToArray(), types.Slices.Select(slice => (short)slice.Status).ToArray(),
            page.After?.Id ?? BelowAllIds, (long)page.Offset, (long)page.Limit,
        ]),
        SearchSource.OfValues values => OfValues(values, page),
        SearchSource.OfWords words => (SearchSql.OfWords,
        [
            TsQuery.Of(words.Query), page.After?.Id ?? BelowAllIds, .. Limits(words.Limits), (long)page.Offset, (long)page.Limit,
        ]),
        SearchSource.OfClassifications classifications => (SearchSql.OfClassifications,
        [
            classifications.TypeNames.ToArray(), Encoding.UTF8.GetString(page.After?.Key ?? []), .. Limits(classifications.Limits),
            (long)page.Offset, (long)page.Limit,
        ]),
        _ => throw new ArgumentException($"unknown source {source}", nameof(source)),
    };

    private static (string Sql, List<object> Parameters) OfValues(SearchSource.OfValues values, SearchPage page)
    {
        var starts = values.Slices.Select(slice => Start(slice.Range, values.Descending, page.After)).ToArray();
        List<object> parameters =
        [
            values.Slices.Select(slice => slice.Partition).ToArray(), starts.Select(start => start.Key).ToArray(), starts.Select(start => start.Id).ToArray(),
            values.Slices.Select(slice => values.Descending ? slice.Range.From : slice.Range.To).ToArray(), (long)page.Offset, (long)page.Limit,
        ];
        return (values.Descending ? SearchSql.OfValuesDescending : SearchSql.OfValuesAscending, parameters);
    }

    private static SearchPosition Start(ValueRange range, bool descending, SearchPosition? after)
    {
        var start = new SearchPosition(descending ? range.To : range.From, BelowAllIds);
        if (after is null)
            return start;
        var order = SearchOrder.Compare(after, start);
        return (descending ? order < 0 : order > 0) ? after : start;
    }

    private static string Order(SearchSource source) => source switch
    {
        SearchSource.OfValues { Descending: true } => "p.key DESC, p.id DESC",
        SearchSource.OfClassifications => "e.guid",
        _ => "p.key, p.id",
    };

    private static object[] Limits(EntityLimits limits) =>
    [
        new NpgsqlParameter { Value = (object?)limits.TypeNames?.ToArray() ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
        new NpgsqlParameter { Value = limits.Status is { } status ? (short)status : DBNull.Value, NpgsqlDbType = NpgsqlDbType.Smallint },
    ];
}
