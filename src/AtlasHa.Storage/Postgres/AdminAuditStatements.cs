using AtlasHa.Catalog.Storage.AdminAudit;
using Npgsql;

namespace AtlasHa.Storage.Postgres;

/// <summary>The statements about the admin audit.</summary>
internal static class AdminAuditStatements
{
    // Arrays of one, because only their elements can be null without a type being named.
    public const string Insert = """
        INSERT INTO admin_audit (guid, user_name, operation, parameters, start_time, end_time, client, result, result_count, run_id, details)
        SELECT $1, $2, $3, optional[1], $4, $5, optional[2], optional[3], $6, optional[4], details[1]
        FROM (SELECT $7::text[] AS optional, $8::bytea[] AS details) AS given
        """;

    public const string Trim = """
        DELETE FROM admin_audit
        WHERE id IN (SELECT id FROM admin_audit ORDER BY id LIMIT $3) AND (end_time < $1 OR id <= (SELECT max(id) FROM admin_audit) - $2)
        """;

    // Said of each parameter, as the server cannot always tell it from where the parameter stands.
    public static readonly AdminAuditDialect Dialect = new(
        Find: "strpos", Parameter: (number, value) => value is string ? $"${number}::text" : $"${number}::bigint", Pattern, Like: (column, pattern) => $"{column} LIKE {pattern}");

    public static AdminAuditRow Read(NpgsqlDataReader row) => new(
        row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetString(3), Text(row, 4), row.GetInt64(5), row.GetInt64(6), Text(row, 7), Text(row, 8),
        row.GetInt64(9), Text(row, 10), row.IsDBNull(11) ? null : row.GetFieldValue<byte[]>(11));

    private static string Pattern(string text) => text
        .Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal)
        .Replace('*', '%').Replace('?', '_');

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
