namespace AtlasHa.Storage.Sqlite.Search;

/// <summary>The statements of the search index. A list of names is one parameter, a JSON array, so that no list makes a statement of its own.</summary>
internal static class SearchSql
{
    public const string EntityId = "SELECT id FROM entity WHERE guid = ?1";

    public const string EntityExists = "SELECT id FROM entity WHERE id = ?1";

    public const string ValuesOf = "SELECT partition, value FROM attribute_value WHERE entity_id = ?1";

    public const string InsertValue = "INSERT INTO attribute_value (entity_id, partition, value) VALUES (?1, ?2, ?3)";

    public const string DeleteValue = "DELETE FROM attribute_value WHERE entity_id = ?1 AND partition = ?2 AND value = ?3";

    public const string InsertWords = "INSERT INTO entity_text (rowid, words) VALUES (?1, ?2)";

    public const string DeleteWords = "DELETE FROM entity_text WHERE rowid = ?1";

    public const string OfType = "SELECT id FROM entity WHERE type_name = ?1 AND status = ?2 AND id > ?3 ORDER BY id LIMIT ?4";

    public const string CountOfType = "SELECT count(*) FROM (SELECT 1 FROM entity WHERE type_name = ?1 AND status = ?2 LIMIT ?3)";

    /// <summary>From the value ?2 to the value ?3, which is not included.</summary>
    public const string CountOfValue = "SELECT count(*) FROM (SELECT 1 FROM attribute_value WHERE partition = ?1 AND value >= ?2 AND value < ?3 LIMIT ?4)";

    /// <summary>From the place (?2, ?3), which is not included, to the value ?4, which is not either.</summary>
    public const string OfValueAscending = """
        SELECT value, entity_id FROM attribute_value
        WHERE partition = ?1 AND (value, entity_id) > (?2, ?3) AND value < ?4 ORDER BY value, entity_id LIMIT ?5
        """;

    /// <summary>Down from the place (?2, ?3), which is not included, to the value ?4, which is.</summary>
    public const string OfValueDescending = """
        SELECT value, entity_id FROM attribute_value
        WHERE partition = ?1 AND (value, entity_id) < (?2, ?3) AND value >= ?4 ORDER BY value DESC, entity_id DESC LIMIT ?5
        """;

    private const string UnplacedLimits = "(?2 IS NULL OR e.type_name IN (SELECT value FROM json_each(?2))) AND (?3 IS NULL OR e.status = ?3)";

    private const string Limits = "(?3 IS NULL OR e.type_name IN (SELECT value FROM json_each(?3))) AND (?4 IS NULL OR e.status = ?4)";

    public const string OfWords = $"""
        SELECT t.rowid FROM entity_text t CROSS JOIN entity e ON e.id = t.rowid
        WHERE t.entity_text MATCH ?1 AND t.rowid > ?2 AND {Limits} ORDER BY t.rowid LIMIT ?5
        """;

    public const string CountOfWords = $"""
        SELECT count(*) FROM (SELECT 1 FROM entity_text t CROSS JOIN entity e ON e.id = t.rowid WHERE t.entity_text MATCH ?1 AND {UnplacedLimits} LIMIT ?4)
        """;

    public const string OfClassification = $"""
        SELECT DISTINCT c.entity_guid FROM entity_classification c CROSS JOIN entity e ON e.guid = c.entity_guid
        WHERE c.type_name = ?1 AND c.entity_guid > ?2 AND {Limits} ORDER BY c.entity_guid LIMIT ?5
        """;

    private const string EntityColumns = "guid, type_name, status, created_by, updated_by, create_time, update_time, version, document";

    public const string EntityById = $"SELECT {EntityColumns} FROM entity WHERE id = ?1";

    public const string AllEntities = $"SELECT {EntityColumns}, id FROM entity WHERE id > ?1 ORDER BY id LIMIT ?2";

    public const string SavedSearchesOf = "SELECT guid, owner, name, document FROM saved_search WHERE owner = ?1 ORDER BY name";

    public const string SavedSearch = "SELECT guid, owner, name, document FROM saved_search WHERE guid = ?1";

    public const string PutSavedSearch = """
        INSERT INTO saved_search (guid, owner, name, document) VALUES (?1, ?2, ?3, ?4)
        ON CONFLICT (guid) DO UPDATE SET owner = excluded.owner, name = excluded.name, document = excluded.document
        """;

    public const string DeleteSavedSearch = "DELETE FROM saved_search WHERE guid = ?1";

    public const string DownloadsOf = "SELECT owner, file_name, create_time FROM search_download WHERE owner = ?1 ORDER BY create_time DESC, file_name DESC";

    public const string Download = "SELECT content FROM search_download WHERE owner = ?1 AND file_name = ?2";

    public const string PutDownload = """
        INSERT INTO search_download (owner, file_name, create_time, content) VALUES (?1, ?2, ?3, ?4)
        ON CONFLICT (owner, file_name) DO UPDATE SET create_time = excluded.create_time, content = excluded.content
        """;

    public const string DeleteOldDownloads = """
        DELETE FROM search_download WHERE owner = ?1 AND file_name IN (
            SELECT file_name FROM search_download WHERE owner = ?1 ORDER BY create_time DESC, file_name DESC LIMIT -1 OFFSET ?2)
        """;

    public const string Gap = "SELECT after_id FROM search_index";

    public const string SetGap = "UPDATE search_index SET after_id = ?1";

    /// <summary>What goes with an entity that is purged; each takes its guid.</summary>
    public static readonly string[] Purge =
    [
        "DELETE FROM attribute_value WHERE entity_id = (SELECT id FROM entity WHERE guid = ?1)",
        "DELETE FROM entity_text WHERE rowid = (SELECT id FROM entity WHERE guid = ?1)",
    ];
}
