using AtlasHa.Catalog.Storage;
using Microsoft.Data.Sqlite;

namespace AtlasHa.Storage.Sqlite;

/// <summary>The statements of the store, each beside the shape of its rows.</summary>
internal static class Sql
{
    public const string SelectEpoch = "SELECT epoch, instance_id FROM epoch";

    public const string UpdateEpoch = "UPDATE epoch SET epoch = ?1, instance_id = ?2";

    public const string PutClaimant = """
        INSERT INTO claimant (host, pid, start_time, epoch, instance_id) VALUES (?1, ?2, ?3, ?4, ?5)
        ON CONFLICT (host, pid, start_time) DO UPDATE SET epoch = excluded.epoch, instance_id = excluded.instance_id
        """;

    public const string SelectClaimant = "SELECT epoch, instance_id FROM claimant WHERE host = ?1 AND pid = ?2 AND start_time = ?3";

    public const string SelectSchemaVersion = "PRAGMA user_version";

    public const string SelectTypes = "SELECT guid, name, category, json FROM type_def ORDER BY id";

    public const string PutType = """
        INSERT INTO type_def (guid, name, category, json) VALUES (?1, ?2, ?3, ?4)
        ON CONFLICT (guid) DO UPDATE SET name = excluded.name, category = excluded.category, json = excluded.json
        """;

    public const string DeleteType = "DELETE FROM type_def WHERE guid = ?1";

    public const string SelectPatches = "SELECT id, json FROM type_patch ORDER BY id";

    public const string PutPatch = "INSERT INTO type_patch (id, json) VALUES (?1, ?2) ON CONFLICT (id) DO UPDATE SET json = excluded.json";

    public const string SelectEntity = """
        SELECT guid, type_name, status, created_by, updated_by, create_time, update_time, version, document FROM entity WHERE guid = ?1
        """;

    public const string SelectEntitiesOfType = """
        SELECT guid, type_name, status, created_by, updated_by, create_time, update_time, version, document FROM entity
        WHERE type_name = ?1 AND status = 0 ORDER BY id
        """;

    public const string PutEntity = """
        INSERT INTO entity (guid, type_name, status, created_by, updated_by, create_time, update_time, version, document)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
        ON CONFLICT (guid) DO UPDATE SET type_name = excluded.type_name, status = excluded.status, created_by = excluded.created_by,
            updated_by = excluded.updated_by, create_time = excluded.create_time, update_time = excluded.update_time,
            version = excluded.version, document = excluded.document
        """;

    public const string CountEntities = "SELECT type_name, status, count(*) FROM entity GROUP BY type_name, status";

    public const string CountTypeUses = """
        SELECT type_name, count(DISTINCT guid)
        FROM (SELECT type_name, guid FROM type_use UNION ALL SELECT type_name, entity_guid FROM entity_classification) AS uses
        GROUP BY type_name
        """;

    public const string SelectEntityType = "SELECT type_name FROM entity WHERE type_name = ?1 LIMIT 1";

    public const string SelectUnique = "SELECT type_name, attribute, value, guid FROM unique_value WHERE attribute = ?1 AND value = ?2";

    public const string SelectUniqueOf = "SELECT type_name, attribute, value, guid FROM unique_value WHERE guid = ?1";

    public const string InsertUnique =
        "INSERT INTO unique_value (type_name, attribute, value, guid) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING";

    public const string DeleteUnique = "DELETE FROM unique_value WHERE type_name = ?1 AND attribute = ?2 AND value = ?3";

    public const string SelectTypeUse = """
        SELECT ?1 WHERE EXISTS (SELECT 1 FROM type_use WHERE type_name = ?1) OR EXISTS (SELECT 1 FROM entity_classification WHERE type_name = ?1)
        """;

    public const string SelectTypeUsesOf = "SELECT type_name FROM type_use WHERE guid = ?1";

    public const string InsertTypeUse = "INSERT INTO type_use (type_name, guid) VALUES (?1, ?2)";

    public const string DeleteTypeUse = "DELETE FROM type_use WHERE type_name = ?1 AND guid = ?2";

    private const string RelationshipColumns =
        "guid, type_name, end1_guid, end2_guid, status, created_by, updated_by, create_time, update_time, version, document";

    public const string SelectRelationship = $"SELECT {RelationshipColumns} FROM relationship WHERE guid = ?1";

    public const string SelectRelationshipsOf =
        $"SELECT {RelationshipColumns} FROM relationship WHERE end1_guid = ?1 OR end2_guid = ?1 ORDER BY id";

    /// <summary>Of the types in the JSON array ?2.</summary>
    public const string SelectRelationshipsOfTypes = $"""
        SELECT {RelationshipColumns} FROM relationship
        WHERE (end1_guid = ?1 OR end2_guid = ?1) AND type_name IN (SELECT value FROM json_each(?2)) ORDER BY id
        """;

    public const string SelectRelationshipsBetween =
        $"SELECT {RelationshipColumns} FROM relationship WHERE end1_guid = ?1 AND end2_guid = ?2";

    public const string SelectRelationshipsOfType = $"""
        SELECT {RelationshipColumns}, id FROM relationship
        WHERE type_name = ?1 AND (?2 = 0 OR status = 0) AND id > ?3 ORDER BY id LIMIT ?4
        """;

    public const string CountRelationshipsOfType =
        "SELECT count(*) FROM (SELECT 1 FROM relationship WHERE type_name = ?1 AND (?2 = 0 OR status = 0) LIMIT ?3)";

    public const string DeleteRelationship = "DELETE FROM relationship WHERE guid = ?1";

    public const string SelectRelationshipType = "SELECT type_name FROM relationship WHERE type_name = ?1 LIMIT 1";

    public const string PutRelationship = $"""
        INSERT INTO relationship ({RelationshipColumns}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
        ON CONFLICT (guid) DO UPDATE SET type_name = excluded.type_name, end1_guid = excluded.end1_guid, end2_guid = excluded.end2_guid,
            status = excluded.status, created_by = excluded.created_by, updated_by = excluded.updated_by, create_time = excluded.create_time,
            update_time = excluded.update_time, version = excluded.version, document = excluded.document
        """;

    public const string SelectRequest =
        "SELECT user_name, request_id, kind, fingerprint, epoch, answer FROM remembered_request WHERE user_name = ?1 AND request_id = ?2";

    public const string InsertRequest = """
        INSERT INTO remembered_request (user_name, request_id, kind, fingerprint, epoch, answer, time)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, CAST(unixepoch('subsec') * 1000 AS INTEGER))
        """;

    public const string ForgetRequests = """
        DELETE FROM remembered_request
        WHERE id IN (SELECT id FROM remembered_request ORDER BY id LIMIT ?3)
            AND (time <= CAST(unixepoch('subsec') * 1000 AS INTEGER) - ?1 OR id <= (SELECT max(id) FROM remembered_request) - ?2)
        """;

    /// <summary>What goes with an entity that is purged; each takes its guid.</summary>
    public static readonly string[] Purge =
    [
        "DELETE FROM relationship WHERE end1_guid = ?1 OR end2_guid = ?1",
        "DELETE FROM unique_value WHERE guid = ?1",
        "DELETE FROM type_use WHERE guid = ?1",
        "DELETE FROM entity_classification WHERE entity_guid = ?1 OR source_guid = ?1",
        "DELETE FROM classification_passage WHERE entity_guid = ?1 OR source_guid = ?1",
        "DELETE FROM entity WHERE guid = ?1",
    ];

    public static TypeDefRow ReadType(SqliteDataReader row) =>
        new(row.GetString(0), row.GetString(1), row.GetString(2), row.GetFieldValue<byte[]>(3));

    public static TypePatchRow ReadPatch(SqliteDataReader row) => new(row.GetString(0), row.GetFieldValue<byte[]>(1));

    public static UniqueRow ReadUnique(SqliteDataReader row) => new(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3));

    public static RememberedRequest ReadRequest(SqliteDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetInt64(4), row.GetFieldValue<byte[]>(5));

    public static EntityRow ReadEntity(SqliteDataReader row) => new(
        row.GetString(0), row.GetString(1), (EntityRowStatus)row.GetInt32(2), Text(row, 3), Text(row, 4),
        row.GetInt64(5), row.GetInt64(6), row.GetInt64(7), row.GetFieldValue<byte[]>(8));

    public static RelationshipRow ReadRelationship(SqliteDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), (EntityRowStatus)row.GetInt32(4), Text(row, 5), Text(row, 6),
        row.GetInt64(7), row.GetInt64(8), row.GetInt64(9), row.GetFieldValue<byte[]>(10));

    private static string? Text(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
