using System.Text;
using AtlasHa.Catalog.Storage.Notifications;
using Npgsql;

namespace AtlasHa.Storage.Postgres;

/// <summary>The statements about messages, in and out.</summary>
internal static class NotificationSql
{
    public const string SelectPositions = """
        SELECT topic, partition, next_offset FROM notification_position
        WHERE (topic, partition) IN (SELECT * FROM unnest($1::text[], $2::integer[]))
        """;

    /// <summary>In the order of the names' bytes, as everywhere, whatever the server's language.</summary>
    public const string SelectAllPositions = """SELECT topic, partition, next_offset FROM notification_position ORDER BY topic COLLATE "C", partition""";

    public const string PutPositions = """
        INSERT INTO notification_position (topic, partition, next_offset)
        SELECT * FROM unnest($1::text[], $2::integer[], $3::bigint[])
        ON CONFLICT (topic, partition) DO UPDATE SET next_offset = excluded.next_offset
        """;

    public const string SelectQueueLengths =
        "SELECT id, octet_length(body)::bigint FROM notification_queue WHERE topic = $1 AND id >= $2 ORDER BY id LIMIT $3";

    public const string SelectQueue = "SELECT id, topic, time, body FROM notification_queue WHERE topic = $1 AND id BETWEEN $2 AND $3 ORDER BY id";

    public const string Enqueue = """
        INSERT INTO notification_queue (topic, time, body)
        SELECT topic, time, body FROM unnest($1::text[], $2::bigint[], $3::bytea[]) WITH ORDINALITY AS r (topic, time, body, place) ORDER BY place
        """;

    public const string TrimQueues = """
        DELETE FROM notification_queue USING unnest($1::text[], $2::bigint[], $3::bigint[]) AS done (name, first, next)
        WHERE notification_queue.topic = done.name AND notification_queue.id >= done.first AND notification_queue.id < done.next
        """;

    public const string SelectBacklog =
        "SELECT (SELECT count(*) FROM notification_queue), (SELECT min(time) FROM notification_queue), (SELECT count(*) FROM failed_notification)";

    public const string SelectQueueSize = "SELECT count(*), coalesce(sum(octet_length(body)), 0)::bigint FROM notification_queue";

    private const string FailedColumns = "id, topic, partition, message_offset, time, tries, error, body";

    public const string SelectFailedAfter = $"SELECT {FailedColumns} FROM failed_notification WHERE id > $1 ORDER BY id LIMIT $2";

    public const string SelectFailed = $"SELECT {FailedColumns} FROM failed_notification WHERE id = ANY ($1) ORDER BY id";

    public const string InsertFailed =
        "INSERT INTO failed_notification (topic, partition, message_offset, time, tries, error, body) VALUES ($1, $2, $3, $4, $5, $6, $7)";

    public const string DeleteFailed = "DELETE FROM failed_notification WHERE id = ANY ($1)";

    private const string PieceColumns = "topic, partition, message_id, piece_index, message_offset, time, body";

    public const string CountPieces = """
        SELECT count(*)::integer, coalesce(sum(octet_length(body)), 0)::bigint FROM notification_piece
        WHERE topic = $1 AND partition = $2 AND message_id = $3
        """;

    public const string SelectPieces =
        $"SELECT {PieceColumns} FROM notification_piece WHERE topic = $1 AND partition = $2 AND message_id = $3 ORDER BY piece_index";

    public const string SelectPieceBefore = $"SELECT {PieceColumns} FROM notification_piece WHERE time < $1 ORDER BY time LIMIT 1";

    public const string PutPiece = $"""
        INSERT INTO notification_piece ({PieceColumns}) VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (topic, partition, message_id, piece_index) DO UPDATE SET message_offset = excluded.message_offset, time = excluded.time, body = excluded.body
        """;

    public const string DeletePieces = "DELETE FROM notification_piece WHERE topic = $1 AND partition = $2 AND message_id = $3";

    public const string SelectOutbox = "SELECT id, entity_guid, time, body FROM entity_outbox WHERE id > $1 ORDER BY id LIMIT $2";

    /// <summary>Two look-ups in the index; asked for together they would read all of it.</summary>
    public const string SelectOutboxBounds =
        "SELECT coalesce((SELECT min(id) FROM entity_outbox), 0), coalesce((SELECT max(id) FROM entity_outbox), 0)";

    public const string InsertOutbox = """
        INSERT INTO entity_outbox (entity_guid, time, body)
        SELECT entity_guid, time, body
        FROM unnest($1::text[], $2::bigint[], $3::bytea[]) WITH ORDINALITY AS r (entity_guid, time, body, place) ORDER BY place
        """;

    public const string TrimOutbox = "DELETE FROM entity_outbox WHERE id BETWEEN $1 AND $2";

    public static MessagePosition ReadPosition(NpgsqlDataReader row) => new(new(row.GetString(0), row.GetInt32(1)), row.GetInt64(2));

    public static QueuedMessage ReadQueued(NpgsqlDataReader row) => new(row.GetInt64(0), row.GetString(1), row.GetInt64(2), row.GetFieldValue<byte[]>(3));

    public static FailedMessage ReadFailed(NpgsqlDataReader row) => new(
        row.GetInt64(0), new(row.GetString(1), row.GetInt32(2)), row.GetInt64(3), row.GetInt64(4), row.GetInt32(5),
        Encoding.UTF8.GetString(row.GetFieldValue<byte[]>(6)), row.GetFieldValue<byte[]>(7));

    public static MessagePiece ReadPiece(NpgsqlDataReader row) => new(
        new(row.GetString(0), row.GetInt32(1)), Encoding.UTF8.GetString(row.GetFieldValue<byte[]>(2)), row.GetInt32(3), row.GetInt64(4), row.GetInt64(5),
        row.GetFieldValue<byte[]>(6));

    public static OutboxRow ReadOutbox(NpgsqlDataReader row) => new(row.GetInt64(0), row.GetString(1), row.GetInt64(2), row.GetFieldValue<byte[]>(3));
}
