using Microsoft.Data.Sqlite;

namespace AtlasHa.Chaos.Tests.History;

/// <summary>
/// A journal that the database itself keeps, by triggers, of every claim of an epoch and every change of an entity of the load: part of the
/// transaction that it tells of. Past all of the product's code.
/// </summary>
internal sealed class StoreJournal(string storePath)
{
    private const string Schema = """
        CREATE TABLE chaos_journal (sequence INTEGER PRIMARY KEY AUTOINCREMENT, writer TEXT, epoch INTEGER, claimant TEXT, name TEXT, number INTEGER);

        CREATE TRIGGER chaos_claim AFTER UPDATE ON epoch BEGIN
            INSERT INTO chaos_journal (writer, epoch, claimant) SELECT file, NEW.epoch, NEW.instance_id FROM pragma_database_list WHERE name = 'main';
        END;

        CREATE TRIGGER chaos_insert AFTER INSERT ON entity WHEN NEW.type_name = 'chaos_register' BEGIN
            INSERT INTO chaos_journal (writer, epoch, name, number)
            SELECT main.file, epoch.epoch, json_extract(NEW.document, '$.attributes.qualifiedName'), json_extract(NEW.document, '$.attributes.number')
            FROM pragma_database_list main, epoch WHERE main.name = 'main';
        END;

        CREATE TRIGGER chaos_update AFTER UPDATE ON entity
        WHEN NEW.type_name = 'chaos_register'
            AND (NEW.status <> OLD.status OR json_extract(NEW.document, '$.attributes.number') IS NOT json_extract(OLD.document, '$.attributes.number')) BEGIN
            INSERT INTO chaos_journal (writer, epoch, name, number)
            SELECT main.file, epoch.epoch, json_extract(NEW.document, '$.attributes.qualifiedName'),
                CASE NEW.status WHEN 0 THEN json_extract(NEW.document, '$.attributes.number') END
            FROM pragma_database_list main, epoch WHERE main.name = 'main';
        END;
        """;

    /// <summary>Begins the journal in an existing store, which may be in use.</summary>
    public void Install()
    {
        using var connection = Open(SqliteOpenMode.ReadWrite);
        using var command = connection.CreateCommand();
        command.CommandText = Schema;
        command.ExecuteNonQuery();
    }

    /// <summary>All rows, in the order of commits.</summary>
    public IReadOnlyList<JournalRow> Read()
    {
        var journal = new List<JournalRow>();
        Query("SELECT sequence, writer, epoch, claimant, name, number FROM chaos_journal ORDER BY sequence", row => journal.Add(new(
            row.GetInt64(0), row.GetString(1), row.GetInt64(2), row.IsDBNull(3) ? null : row.GetString(3), row.IsDBNull(4) ? null : row.GetString(4),
            row.IsDBNull(5) ? null : row.GetInt64(5))));
        return journal;
    }

    /// <summary>How many living entities of the load hold each name.</summary>
    public IReadOnlyDictionary<string, int> CountByName()
    {
        var counts = new Dictionary<string, int>();
        Query(
            """
            SELECT json_extract(document, '$.attributes.qualifiedName') AS name, count(*) FROM entity
            WHERE status = 0 AND type_name = 'chaos_register' GROUP BY name
            """,
            row => counts.Add(row.GetString(0), row.GetInt32(1)));
        return counts;
    }

    /// <summary>Messages of hooks that wait.</summary>
    public long CountQueuedMessages()
    {
        long count = 0;
        Query("SELECT count(*) FROM notification_queue", row => count = row.GetInt64(0));
        return count;
    }

    /// <summary>How many messages the outbox has about the entity with this name.</summary>
    public long CountTold(string name)
    {
        long count = 0;
        Query(
            "SELECT count(*) FROM entity_outbox WHERE json_extract(CAST(body AS TEXT), '$.entity.attributes.qualifiedName') = $name",
            row => count = row.GetInt64(0), name);
        return count;
    }

    private void Query(string sql, Action<SqliteDataReader> onRow, string? name = null)
    {
        using var connection = Open(SqliteOpenMode.ReadOnly);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        if (name is not null) command.Parameters.AddWithValue("$name", name);
        using var rows = command.ExecuteReader();
        while (rows.Read()) onRow(rows);
    }

    private SqliteConnection Open(SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = storePath, Mode = mode, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }
}
