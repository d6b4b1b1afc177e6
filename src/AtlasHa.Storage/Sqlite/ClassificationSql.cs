using AtlasHa.Catalog.Storage;
using Microsoft.Data.Sqlite;

namespace AtlasHa.Storage.Sqlite;

/// <summary>The statements about classifications. Those for rows of entities and those for passages take the same parameters.</summary>
internal static class ClassificationSql
{
    private const string Entities = "SELECT entity_guid, type_name, source_guid, retained, 0, source_status, document FROM entity_classification";

    private const string Passages = "SELECT entity_guid, type_name, source_guid, retained, 1, 0, NULL FROM classification_passage";

    public const string SelectOf = $"{Entities} WHERE entity_guid = ?1 UNION ALL {Passages} WHERE entity_guid = ?1";

    public const string SelectSpread =
        $"{Entities} WHERE source_guid = ?1 AND type_name = ?2 UNION ALL {Passages} WHERE source_guid = ?1 AND type_name = ?2";

    public const string Put = """
        INSERT INTO entity_classification (entity_guid, type_name, source_guid, retained, source_status, document) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
        ON CONFLICT DO UPDATE SET retained = excluded.retained, source_status = excluded.source_status, document = excluded.document
        """;

    public const string PutPassage = """
        INSERT INTO classification_passage (entity_guid, type_name, source_guid, retained) VALUES (?1, ?2, ?3, ?4)
        ON CONFLICT DO UPDATE SET retained = excluded.retained
        """;

    public const string Delete = "DELETE FROM entity_classification WHERE entity_guid = ?1 AND type_name = ?2 AND source_guid = ?3";

    public const string DeletePassage = "DELETE FROM classification_passage WHERE entity_guid = ?1 AND type_name = ?2 AND source_guid = ?3";

    public static ClassificationRow Read(SqliteDataReader row) => new(row.GetString(0), row.GetString(1), row.GetString(2))
    {
        IsRetained = row.GetBoolean(3),
        IsPassage = row.GetBoolean(4),
        SourceStatus = (EntityRowStatus)row.GetInt32(5),
        Document = row.IsDBNull(6) ? null : row.GetFieldValue<byte[]>(6),
    };
}
