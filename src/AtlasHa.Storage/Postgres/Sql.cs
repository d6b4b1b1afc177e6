using System.Text;
using AtlasHa.Catalog.Storage;
using Npgsql;

namespace AtlasHa.Storage.Postgres;

/// <summary>The statements of the store, each beside the shape of its rows. Sets of keys and rows are arrays.</summary>
internal static class Sql
{
    private const string EpochColumns = "epoch, instance_id, claim_id, schema_version";

    public const string SelectEpoch = $"SELECT {EpochColumns} FROM epoch";

    /// <summary>
    /// Rows are looked up by key. A plan that was made, and kept, while a table was small would read all of it each time after it has grown. Where
    /// there is no other way than a scan, its penalty would make the server compile the plan.
    /// </summary>
    private const string ByIndex = "set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true)";

    /// <summary>The epoch as the first read of a snapshot.</summary>
    public const string SelectEpochForReads = $"SELECT {EpochColumns}, {ByIndex} FROM epoch";

    /// <summary>The turn to write: held to the end of the transaction. A claim waits for it, and it for a claim.</summary>
    public const string LockEpoch = SelectEpoch + " FOR NO KEY UPDATE";

    public const string UpdateEpoch = "UPDATE epoch SET epoch = $1, instance_id = $2, claim_id = $3";

    public const string BeginRead = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

    public const string BeginWrite = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE";

    /// <summary>A frozen writer is ended by the server itself, whether or not a successor needs its lock.</summary>
    public const string WriteSettings = $"""
        SELECT {ByIndex}, set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true),
            set_config('application_name', $1, true), set_config('lock_timeout', $2, true), set_config('synchronous_commit', 'on', true),
            set_config('idle_in_transaction_session_timeout', '30s', true), set_config('statement_timeout', '0', true),
            set_config('client_min_messages', 'warning', true)
        """;

    /// <summary>Who is in the way of backend $1, and whether it was ended because it is of an epoch below $2.</summary>
    public const string FenceBlockers = """
        SELECT b.pid, coalesce(b.application_name, ''), coalesce(b.usename::text, ''), b.superseded,
            CASE WHEN b.superseded AND pg_has_role(b.usesysid, 'MEMBER') THEN pg_terminate_backend(b.pid) ELSE false END
        FROM (
            SELECT a.*, coalesce(a.datname = current_database()
                AND substring(a.application_name FROM '^atlas-ha epoch ([0-9]{1,18})$')::bigint < $2, false) AS superseded
            FROM pg_stat_activity a WHERE a.pid = ANY (pg_blocking_pids($1))
        ) b
        """;

    public const string SelectTypes = "SELECT guid, name, category, json FROM type_def ORDER BY id";

    public const string PutTypes = """
        INSERT INTO type_def (guid, name, category, json)
        SELECT guid, name, category, json
        FROM unnest($1::text[], $2::text[], $3::text[], $4::bytea[]) WITH ORDINALITY AS r (guid, name, category, json, place) ORDER BY place
        ON CONFLICT (guid) DO UPDATE SET name = excluded.name, category = excluded.category, json = excluded.json
        """;

    public const string DeleteTypes = "DELETE FROM type_def WHERE guid = ANY ($1)";

    public const string SelectPatches = "SELECT id, json FROM type_patch ORDER BY id";

    public const string PutPatches = """
        INSERT INTO type_patch (id, json) SELECT id, json FROM unnest($1::text[], $2::bytea[]) AS r (id, json)
        ON CONFLICT (id) DO UPDATE SET json = excluded.json
        """;

    private const string EntityColumns = "guid, type_name, status, created_by, updated_by, create_time, update_time, version, document";

    public const string SelectEntities = $"SELECT {EntityColumns} FROM entity WHERE guid = ANY ($1)";

    public const string SelectEntitiesOfType = $"SELECT {EntityColumns} FROM entity WHERE type_name = $1 AND status = 0 ORDER BY id";

    public const string PutEntities = $"""
        INSERT INTO entity ({EntityColumns})
        SELECT {EntityColumns}
        FROM unnest($1::text[], $2::text[], $3::smallint[], $4::text[], $5::text[], $6::bigint[], $7::bigint[], $8::bigint[], $9::bytea[])
            WITH ORDINALITY AS r ({EntityColumns}, place) ORDER BY place
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

    public const string EntityTypesInUse =
        "SELECT name FROM unnest($1::text[]) AS name WHERE EXISTS (SELECT FROM entity WHERE type_name = name)";

    public const string RelationshipTypesInUse =
        "SELECT name FROM unnest($1::text[]) AS name WHERE EXISTS (SELECT FROM relationship WHERE type_name = name)";

    public const string TypesUsed = """
        SELECT name FROM unnest($1::text[]) AS name
        WHERE EXISTS (SELECT FROM type_use WHERE type_name = name) OR EXISTS (SELECT FROM entity_classification WHERE type_name = name)
        """;

    private const string UniqueColumns = "u.type_name, u.attribute, u.value, u.guid";

    private const string SameUnique = "u.attribute = w.attribute AND sha256(u.value) = sha256(w.value)";

    private const string WantedUnique = "unnest($1::text[], $2::text[], $3::bytea[], $4::text[]) AS w (type_name, attribute, value, guid)";

    /// <summary>OFFSET 0 keeps the planner from joining: each value is looked up by the index.</summary>
    public const string FindUnique = $"""
        SELECT DISTINCT {UniqueColumns} FROM unnest($1::text[], $2::bytea[]) AS w (attribute, value)
        CROSS JOIN LATERAL (SELECT * FROM unique_value u WHERE {SameUnique} OFFSET 0) u
        """;

    public const string DeleteOtherUnique = $"""
        DELETE FROM unique_value u WHERE u.guid = ANY ($5)
            AND NOT EXISTS (SELECT FROM {WantedUnique} WHERE {SameUnique} AND u.type_name = w.type_name AND u.guid = w.guid)
        """;

    /// <summary>
    /// Inserts what is not there, and answers a row that somebody else holds. Who holds what is looked at only when not all were new, as it was before this statement: no value may be given to
    /// two entities at once.
    /// </summary>
    public const string InsertUnique = $"""
        WITH w AS MATERIALIZED (SELECT * FROM {WantedUnique}),
        added AS (
            INSERT INTO unique_value (type_name, attribute, value, guid) SELECT type_name, attribute, value, guid FROM w ON CONFLICT DO NOTHING RETURNING 1)
        SELECT {UniqueColumns} FROM w JOIN unique_value u ON {SameUnique} AND u.type_name = w.type_name
        WHERE (SELECT count(*) FROM added) < (SELECT count(*) FROM w) AND u.guid <> w.guid LIMIT 1
        """;

    private const string WantedTypeUses = "unnest($1::text[], $2::text[]) AS w (type_name, guid)";

    public const string DeleteOtherTypeUses = $"""
        DELETE FROM type_use u WHERE u.guid = ANY ($3)
            AND NOT EXISTS (SELECT FROM {WantedTypeUses} WHERE u.type_name = w.type_name AND u.guid = w.guid)
        """;

    public const string InsertTypeUses =
        $"INSERT INTO type_use (type_name, guid) SELECT w.type_name, w.guid FROM {WantedTypeUses} ON CONFLICT DO NOTHING";

    private const string RelationshipColumns =
        "guid, type_name, end1_guid, end2_guid, status, created_by, updated_by, create_time, update_time, version, document";

    public const string SelectRelationships = $"SELECT {RelationshipColumns} FROM relationship WHERE guid = ANY ($1)";

    public const string SelectRelationshipsOf =
        $"SELECT {RelationshipColumns} FROM relationship WHERE end1_guid = ANY ($1) OR end2_guid = ANY ($1) ORDER BY id";

    public const string SelectRelationshipsOfTypes = $"""
        SELECT {RelationshipColumns} FROM relationship
        WHERE (end1_guid = ANY ($1) OR end2_guid = ANY ($1)) AND type_name = ANY ($2) ORDER BY id
        """;

    /// <summary>
    /// From $1 to $2, pair by pair. A pair as a range, so that only the index of both ends has it: with the one of the second end the server might read all that
    /// this has. OFFSET 0 keeps the planner from joining.
    /// </summary>
    public const string SelectRelationshipsBetween = $"""
        SELECT r.* FROM (SELECT DISTINCT end1, end2 FROM unnest($1::text[], $2::text[]) AS w (end1, end2)) AS w
        CROSS JOIN LATERAL (
            SELECT {RelationshipColumns} FROM relationship
            WHERE (end1_guid, end2_guid) >= (w.end1, w.end2) AND (end1_guid, end2_guid) <= (w.end1, w.end2) OFFSET 0
        ) AS r
        """;

    /// <summary>
    /// The type as a range, and in the order, so that no other index has it: the server takes the primary key for the quickest way to the first rows of a
    /// type, and where there are few of it goes through all.
    /// </summary>
    public const string SelectRelationshipsOfType = $"""
        SELECT {RelationshipColumns}, id FROM relationship
        WHERE (type_name, id) > ($1, $3) AND type_name <= $1 AND (NOT $2 OR status = 0) ORDER BY type_name, id LIMIT $4
        """;

    public const string CountRelationshipsOfType =
        "SELECT count(*)::integer FROM (SELECT FROM relationship WHERE type_name = $1 AND (NOT $2 OR status = 0) LIMIT $3) AS found";

    public const string DeleteRelationships = "DELETE FROM relationship WHERE guid = ANY ($1)";

    public const string PutRelationships = $"""
        INSERT INTO relationship ({RelationshipColumns})
        SELECT {RelationshipColumns}
        FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::smallint[], $6::text[], $7::text[], $8::bigint[], $9::bigint[],
            $10::bigint[], $11::bytea[]) WITH ORDINALITY AS r ({RelationshipColumns}, place) ORDER BY place
        ON CONFLICT (guid) DO UPDATE SET type_name = excluded.type_name, end1_guid = excluded.end1_guid, end2_guid = excluded.end2_guid,
            status = excluded.status, created_by = excluded.created_by, updated_by = excluded.updated_by, create_time = excluded.create_time,
            update_time = excluded.update_time, version = excluded.version, document = excluded.document
        """;

    private const string Now = "(extract(epoch FROM clock_timestamp()) * 1000)::bigint";

    private const string RequestColumns = "user_name, request_id, kind, fingerprint, epoch, answer";

    public const string SelectRequests = $"""
        SELECT {RequestColumns} FROM remembered_request
        WHERE (user_name, request_id) IN (SELECT * FROM unnest($1::text[], $2::text[]))
        """;

    public const string InsertRequests = $"""
        INSERT INTO remembered_request ({RequestColumns}, time)
        SELECT {RequestColumns}, {Now}
        FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::bytea[])
            WITH ORDINALITY AS r ({RequestColumns}, place) ORDER BY place
        """;

    public const string ForgetRequests = $"""
        WITH forgotten AS (
            DELETE FROM remembered_request
            WHERE id IN (SELECT id FROM remembered_request ORDER BY id LIMIT $3)
                AND (time <= {Now} - $1 OR id <= (SELECT max(id) FROM remembered_request) - $2) RETURNING 1
        )
        SELECT count(*)::int FROM forgotten
        """;

    /// <summary>What goes with entities that are purged; each takes their guids.</summary>
    public static IReadOnlyList<string> Purge { get; } =
    [
        "DELETE FROM unique_value WHERE guid = ANY ($1)",
        "DELETE FROM type_use WHERE guid = ANY ($1)",
        "DELETE FROM entity_classification WHERE entity_guid = ANY ($1) OR source_guid = ANY ($1)",
        "DELETE FROM classification_passage WHERE entity_guid = ANY ($1) OR source_guid = ANY ($1)",
        "DELETE FROM relationship WHERE end1_guid = ANY ($1) OR end2_guid = ANY ($1)",
        "DELETE FROM entity WHERE guid = ANY ($1)",
    ];

    public static EpochRow ReadEpoch(NpgsqlDataReader row) =>
        new(row.GetInt64(0), Text(row, 1), row.IsDBNull(2) ? null : row.GetGuid(2), row.GetInt32(3));

    public static TypeDefRow ReadType(NpgsqlDataReader row) => new(row.GetString(0), row.GetString(1), row.GetString(2), row.GetFieldValue<byte[]>(3));

    public static TypePatchRow ReadPatch(NpgsqlDataReader row) => new(row.GetString(0), row.GetFieldValue<byte[]>(1));

    public static EntityRow ReadEntity(NpgsqlDataReader row) => new(
        row.GetString(0), row.GetString(1), (EntityRowStatus)row.GetInt16(2), Text(row, 3), Text(row, 4), row.GetInt64(5), row.GetInt64(6),
        row.GetInt64(7), row.GetFieldValue<byte[]>(8));

    public static RelationshipRow ReadRelationship(NpgsqlDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), (EntityRowStatus)row.GetInt16(4), Text(row, 5), Text(row, 6),
        row.GetInt64(7), row.GetInt64(8), row.GetInt64(9), row.GetFieldValue<byte[]>(10));

    public static UniqueRow ReadUnique(NpgsqlDataReader row) =>
        new(row.GetString(0), row.GetString(1), Encoding.UTF8.GetString(row.GetFieldValue<byte[]>(2)), row.GetString(3));

    public static RememberedRequest ReadRequest(NpgsqlDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetInt64(4), row.GetFieldValue<byte[]>(5));

    public static EntityCount ReadCount(NpgsqlDataReader row) => new(row.GetString(0), (EntityRowStatus)row.GetInt16(1), row.GetInt64(2));

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    public sealed record EpochRow(long Epoch, string? InstanceId, Guid? ClaimId, int SchemaVersion);
}
