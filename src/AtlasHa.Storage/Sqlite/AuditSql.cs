using AtlasHa.Catalog.Storage;
using Microsoft.Data.Sqlite;

namespace AtlasHa.Storage.Sqlite;

/// <summary>The statements about events of entities.</summary>
internal static class AuditSql
{
    public const string Insert = """
        INSERT INTO entity_audit (entity_guid, time, user_name, action, details, changes_classifications) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
        """;

    public const string SelectClassificationChanges =
        "SELECT DISTINCT entity_guid FROM entity_audit WHERE changes_classifications = 1 AND time >= ?1";

    /// <summary>Takes guid, action or null, highest id or null, count, offset.</summary>
    public static string Select(AuditOrder order, bool descending)
    {
        var direction = descending ? " DESC" : "";
        var column = order switch
        {
            AuditOrder.User => "user_name",
            AuditOrder.Action => "action",
            AuditOrder.Time => "time",
            _ => null,
        };
        var first = column is null ? "" : $"{column}{direction}, ";
        return $"""
            SELECT id, entity_guid, time, user_name, action, details, changes_classifications FROM entity_audit
            WHERE entity_guid = ?1 AND (?2 IS NULL OR action = ?2) AND (?3 IS NULL OR id <= ?3)
            ORDER BY {first}id{direction} LIMIT ?4 OFFSET ?5
            """;
    }

    public static AuditRow Read(SqliteDataReader row) => new(
        row.GetInt64(0), row.GetString(1), row.GetInt64(2), row.GetString(3), row.GetString(4), row.GetFieldValue<byte[]>(5), row.GetBoolean(6));
}
