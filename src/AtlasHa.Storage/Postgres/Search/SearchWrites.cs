using AtlasHa.Catalog.Storage.Search;
using Npgsql;
using static AtlasHa.Storage.Postgres.PostgresSession;

namespace AtlasHa.Storage.Postgres.Search;

/// <summary>The statements that bring rows into the search index, few whatever the number of rows.</summary>
internal static class SearchWrites
{
    public static NpgsqlBatchCommand[] Statements(IReadOnlyCollection<SearchRow> rows)
    {
        List<NpgsqlBatchCommand> statements = [];
        var known = rows.Where(row => !row.IsNew).ToArray();
        if (known.Length > 0)
        {
            var values = Values(known);
            statements.Add(Statement(SearchSql.DeleteOtherValues, [.. values, known.Select(row => row.Guid).ToArray()]));
            statements.Add(Statement(SearchSql.InsertMissingValues, values));
        }
        if (rows.Where(row => row.IsNew && row.Values.Count > 0).ToArray() is { Length: > 0 } added)
            statements.Add(Statement(SearchSql.InsertFirstValues, Values(added)));
        if (rows.Where(row => row.Words is not null && (row.Words.Length > 0 || !row.IsNew)).ToArray() is { Length: > 0 } texts)
            statements.Add(Statement(
                SearchSql.PutWords, texts.Select(row => row.Guid).ToArray(), texts.Select(row => TsQuery.Vector(row.Words!)).ToArray()));
        return [.. statements];
    }

    private static List<object> Values(SearchRow[] rows)
    {
        var values = rows.SelectMany(row => row.Values, (row, value) => (row.Guid, value.Partition, value.Value)).ToArray();
        return [values.Select(value => value.Guid).ToArray(), values.Select(value => value.Partition).ToArray(), values.Select(value => value.Value).ToArray()];
    }
}
