using AtlasHa.Catalog.Storage.Imports;
using Microsoft.Data.Sqlite;

namespace AtlasHa.Storage.Sqlite;

/// <summary>The statements about background imports.</summary>
internal static class ImportSql
{
    private const string Columns = "import_id, phase, document, progress";

    public const string Select = $"SELECT {Columns} FROM async_import WHERE import_id = ?1";

    public const string SelectOldest = $"SELECT {Columns} FROM async_import WHERE phase = ?1 ORDER BY id LIMIT 1";

    public const string SelectPage = $"SELECT {Columns} FROM async_import ORDER BY id DESC LIMIT ?2 OFFSET ?1";

    public const string SelectPhase = $"SELECT {Columns} FROM async_import WHERE phase = ?1 ORDER BY id";

    public const string Count = "SELECT count(*), count(*) FILTER (WHERE phase <> 2) FROM async_import";

    public const string SelectLeftover = """
        SELECT 1 FROM async_import_part AS part
        WHERE NOT EXISTS (SELECT 1 FROM async_import AS import WHERE import.import_id = part.import_id AND import.phase <> 2) LIMIT 1
        """;

    public const string SelectProgress = "SELECT progress FROM async_import WHERE import_id = ?1 AND phase = 1";

    public const string SelectPart = "SELECT content FROM async_import_part WHERE import_id = ?1 AND number = ?2";

    public const string Put = $"""
        INSERT INTO async_import ({Columns}) VALUES (?1, ?2, ?3, ?4)
        ON CONFLICT (import_id) DO UPDATE SET phase = excluded.phase, document = excluded.document, progress = excluded.progress
        """;

    public const string PutProgress = "UPDATE async_import SET progress = ?2 WHERE import_id = ?1";

    public const string PutPart = """
        INSERT INTO async_import_part (import_id, number, content) VALUES (?1, ?2, ?3)
        ON CONFLICT (import_id, number) DO UPDATE SET content = excluded.content
        """;

    public const string DeletePart = "DELETE FROM async_import_part WHERE import_id = ?1 AND number = ?2";

    public const string Delete = "DELETE FROM async_import WHERE import_id = ?1";

    public const string DropParts = """
        DELETE FROM async_import_part WHERE rowid IN (
            SELECT rowid FROM async_import_part AS part
            WHERE NOT EXISTS (SELECT 1 FROM async_import AS import WHERE import.import_id = part.import_id AND import.phase <> 2) LIMIT ?1)
        """;

    public const string Forget =
        "DELETE FROM async_import WHERE phase = 2 AND id NOT IN (SELECT id FROM async_import WHERE phase = 2 ORDER BY id DESC LIMIT ?1)";

    public static ImportRow Read(SqliteDataReader row) =>
        new(row.GetString(0), (ImportPhase)row.GetInt32(1), row.GetFieldValue<byte[]>(2)) { Progress = row.GetFieldValue<byte[]>(3) };
}
