using AtlasHa.Catalog.Storage;
using Npgsql;

namespace AtlasHa.Storage.Postgres;

/// <summary>The statements about events of entities.</summary>
internal static class AuditSql
{
    public const string Insert = """
        INSERT INTO entity_audit (entity_guid, time, user_name, action, details, changes_classifications)
        SELECT entity_guid, time, user_name, action, details, changes
        FROM unnest($1::text[], $2::bigint[], $3::text[], $4::text[], $5::bytea[], $6::boolean[])
            WITH ORDINALITY AS r (entity_guid, time, user_name, action, details, changes, place) ORDER BY place
        """;

    public const string SelectClassificationChanges = "SELECT DISTINCT entity_guid FROM entity_audit WHERE changes_classifications AND time >= $1";

    /// <summary>Takes guid, count, offset, then those of action and highest id that the filter has.</summary>
    public static string Select(AuditFilter filter)
    {
        var direction = filter.Descending ? " DESC" : "";
        var column = filter.Order switch
        {
            AuditOrder.User => "user_name",
            AuditOrder.Action => "action",
            AuditOrder.Time => "time",
            _ => null,
        };
        var first = column is null ? "" : $"{column}{direction}, ";
        var action = filter.Action is null ? "" : " AND action = $4";
        var notAfter = filter.NotAfter is null ? "" : $" AND id <= ${(filter.Action is null ? 4 : 5)}";
        return $"""
            SELECT id, entity_guid, time, user_name, action, details, changes_classifications FROM entity_audit
            WHERE entity_guid = $1{action}{notAfter} ORDER BY {first}id{direction} LIMIT $2 OFFSET $3
            """;
    }

    public static AuditRow Read(NpgsqlDataReader row) => new(
        row.GetInt64(0), row.GetString(1), row.GetInt64(2), row.GetString(3), row.GetString(4), row.GetFieldValue<byte[]>(5), row.GetBoolean(6));
}
