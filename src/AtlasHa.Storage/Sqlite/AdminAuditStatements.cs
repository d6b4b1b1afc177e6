using AtlasHa.Catalog.Storage.AdminAudit;
using Microsoft.Data.Sqlite;

namespace AtlasHa.Storage.Sqlite;

/// <summary>The statements about the admin audit.</summary>
internal static class AdminAuditStatements
{
    public const string Insert = """
        INSERT INTO admin_audit (guid, user_name, operation, parameters, start_time, end_time, client, result, result_count, run_id, details)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
        """;

    public const string Trim = """
        DELETE FROM admin_audit
        WHERE id IN (SELECT id FROM admin_audit ORDER BY id LIMIT ?3) AND (end_time < ?1 OR id <= (SELECT max(id) FROM admin_audit) - ?2)
        """;

    // In a set of one character nothing has a special meaning.
    public static readonly AdminAuditDialect Dialect = new(
        Find: "instr", Parameter: (number, _) => $"?{number}", Pattern: text => text.Replace("[", "[[]", StringComparison.Ordinal),
        Like: (column, pattern) => $"{column} GLOB {pattern}");

    public static AdminAuditRow Read(SqliteDataReader row) => new(
        row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetString(3), Text(row, 4), row.GetInt64(5), row.GetInt64(6), Text(row, 7), Text(row, 8),
        row.GetInt64(9), Text(row, 10), row.IsDBNull(11) ? null : row.GetFieldValue<byte[]>(11));

    private static string? Text(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
