namespace AtlasHa.Storage.Postgres.Search;

/// <summary>
/// The statements of the search index. Slices are arrays; each is read no further than the page needs, and their rows are merged by the server. OFFSET 0
/// keeps the planner from joining: each row is looked up by the index.
/// </summary>
internal static class SearchSql
{
    private const string Wanted = "unnest($1::text[], $2::bigint[], $3::bytea[]) AS w (guid, partition, value)";

    private const string WantedEntity = "CROSS JOIN LATERAL (SELECT id FROM entity WHERE guid = w.guid OFFSET 0) e";

    /// <summary>What the entities $4 have besides the wanted values.</summary>
    public const string DeleteOtherValues = $"""
        DELETE FROM attribute_value v WHERE v.entity_id = ANY (ARRAY(SELECT id FROM entity WHERE guid = ANY ($4)))
            AND NOT EXISTS (SELECT FROM {Wanted} {WantedEntity} WHERE e.id = v.entity_id AND w.partition = v.partition AND w.value = v.value)
        """;

    /// <summary>Of entities that have none.</summary>
    public const string InsertFirstValues =
        $"INSERT INTO attribute_value (entity_id, partition, value) SELECT e.id, w.partition, w.value FROM {Wanted} {WantedEntity}";

    public const string InsertMissingValues = $"""
        {InsertFirstValues}
        WHERE NOT EXISTS (SELECT FROM attribute_value v WHERE v.entity_id = e.id AND v.partition = w.partition AND v.value = w.value)
        """;

    public const string PutWords = $"""
        INSERT INTO entity_text (entity_id, words)
        SELECT e.id, w.words::tsvector FROM unnest($1::text[], $2::text[]) AS w (guid, words) {WantedEntity}
        ON CONFLICT (entity_id) DO UPDATE SET words = excluded.words
        """;

    private const string PlacedEntity = "CROSS JOIN LATERAL (SELECT * FROM entity WHERE id = p.id OFFSET 0) e";

    private const string Columns =
        "e.guid, e.type_name, e.status, e.created_by, e.updated_by, e.create_time, e.update_time, e.version, e.document, p.key, p.id";

    /// <summary>$3: after this id. Type and status as a range, and in the order, for the reason told at <see cref="Sql.SelectRelationshipsOfType"/>.</summary>
    public const string OfTypes = """
        SELECT ''::bytea AS key, k.id
        FROM unnest($1::text[], $2::smallint[]) AS s (type_name, status)
        CROSS JOIN LATERAL (
            SELECT e.id FROM entity e
            WHERE (e.type_name, e.status, e.id) > (s.type_name, s.status, $3) AND (e.type_name, e.status) <= (s.type_name, s.status)
            ORDER BY e.type_name, e.status, e.id LIMIT $4 + $5) k
        ORDER BY k.id OFFSET $4 LIMIT $5
        """;

    /// <summary>From the places ($2, $3), which are not included, to the values $4, which are not either.</summary>
    public const string OfValuesAscending = """
        SELECT k.value AS key, k.entity_id AS id
        FROM unnest($1::bigint[], $2::bytea[], $3::bigint[], $4::bytea[]) AS s (partition, first_value, first_id, last_value)
        CROSS JOIN LATERAL (
            SELECT v.value, v.entity_id FROM attribute_value v
            WHERE v.partition = s.partition AND (v.value, v.entity_id) > (s.first_value, s.first_id) AND v.value < s.last_value
            ORDER BY v.value, v.entity_id LIMIT $5 + $6) k
        ORDER BY k.value, k.entity_id OFFSET $5 LIMIT $6
        """;

    /// <summary>Down from the places ($2, $3), which are not included, to the values $4, which are.</summary>
    public const string OfValuesDescending = """
        SELECT k.value AS key, k.entity_id AS id
        FROM unnest($1::bigint[], $2::bytea[], $3::bigint[], $4::bytea[]) AS s (partition, first_value, first_id, last_value)
        CROSS JOIN LATERAL (
            SELECT v.value, v.entity_id FROM attribute_value v
            WHERE v.partition = s.partition AND (v.value, v.entity_id) < (s.first_value, s.first_id) AND v.value >= s.last_value
            ORDER BY v.value DESC, v.entity_id DESC LIMIT $5 + $6) k
        ORDER BY k.value DESC, k.entity_id DESC OFFSET $5 LIMIT $6
        """;

    private const string WordedEntity = "CROSS JOIN LATERAL (SELECT id, type_name, status FROM entity WHERE id = t.entity_id OFFSET 0) e";

    private const string Limits = "($3::text[] IS NULL OR e.type_name = ANY ($3)) AND ($4::smallint IS NULL OR e.status = $4)";

    /// <summary>
    /// So many entities with the words are fetched by the index of words and put in order. The server cannot tell how many have a rare word: left to
    /// itself it goes through all entities in order, for the page to be full soon, which it may never be. Of a word that many have it is.
    /// </summary>
    private const string Few = "2000";

    public const string OfWords = $"""
        WITH few AS MATERIALIZED (SELECT t.entity_id FROM entity_text t WHERE t.words @@ $1::tsquery LIMIT {Few} + 1),
            size AS MATERIALIZED (SELECT count(*) > {Few} AS is_large FROM few)
        SELECT ''::bytea AS key, k.id FROM (
            (SELECT e.id FROM (SELECT entity_id FROM few WHERE NOT (SELECT is_large FROM size) AND entity_id > $2 ORDER BY entity_id) t {WordedEntity}
            WHERE {Limits} ORDER BY e.id LIMIT $5 + $6)
            UNION ALL
            (SELECT e.id FROM entity_text t {WordedEntity}
            WHERE (SELECT is_large FROM size) AND t.words @@ $1::tsquery AND t.entity_id > $2 AND {Limits} ORDER BY t.entity_id LIMIT $5 + $6)) k
        ORDER BY k.id OFFSET $5 LIMIT $6
        """;

    /// <summary>After guid $2, in the database's order of text, which is that of the index; the guids are the keys.</summary>
    public const string OfClassifications = $"""
        SELECT convert_to(k.guid, 'UTF8') AS key, k.id FROM (
            SELECT DISTINCT ON (m.guid) m.guid, m.id
            FROM unnest($1::text[]) AS n (name)
            CROSS JOIN LATERAL (
                SELECT DISTINCT ON (c.entity_guid) e.guid, e.id
                FROM entity_classification c JOIN entity e ON e.guid = c.entity_guid
                WHERE c.type_name = n.name AND c.entity_guid > $2 AND {Limits}
                ORDER BY c.entity_guid LIMIT $5 + $6) m
            ORDER BY m.guid OFFSET $5 LIMIT $6) k
        """;

    public const string AllEntities =
        $"SELECT {Columns} FROM (SELECT ''::bytea AS key, id FROM entity WHERE id > $1 ORDER BY id LIMIT $2) p {PlacedEntity} ORDER BY p.id";

    public const string SavedSearchesOf = "SELECT guid, owner, name, document FROM saved_search WHERE owner = $1 ORDER BY name COLLATE \"C\"";

    public const string SavedSearch = "SELECT guid, owner, name, document FROM saved_search WHERE guid = $1";

    public const string PutSavedSearch = """
        INSERT INTO saved_search (guid, owner, name, document) VALUES ($1, $2, $3, $4)
        ON CONFLICT (guid) DO UPDATE SET owner = excluded.owner, name = excluded.name, document = excluded.document
        """;

    public const string DeleteSavedSearch = "DELETE FROM saved_search WHERE guid = $1";

    public const string DownloadsOf = "SELECT owner, file_name, create_time FROM search_download WHERE owner = $1 ORDER BY create_time DESC, file_name COLLATE \"C\" DESC";

    public const string Download = "SELECT content FROM search_download WHERE owner = $1 AND file_name = $2";

    public const string PutDownload = """
        INSERT INTO search_download (owner, file_name, create_time, content) VALUES ($1, $2, $3, $4)
        ON CONFLICT (owner, file_name) DO UPDATE SET create_time = excluded.create_time, content = excluded.content
        """;

    public const string DeleteOldDownloads = """
        DELETE FROM search_download WHERE owner = $1 AND file_name IN (
            SELECT file_name FROM search_download WHERE owner = $1 ORDER BY create_time DESC, file_name COLLATE "C" DESC OFFSET $2)
        """;

    public const string Gap = "SELECT after_id FROM search_index";

    public const string SetGap = "UPDATE search_index SET after_id = $1";

    /// <summary>What goes with entities that are purged; each takes their guids.</summary>
    public static IReadOnlyList<string> Purge { get; } =
    [
        "DELETE FROM attribute_value WHERE entity_id = ANY (ARRAY(SELECT id FROM entity WHERE guid = ANY ($1)))",
        "DELETE FROM entity_text WHERE entity_id = ANY (ARRAY(SELECT id FROM entity WHERE guid = ANY ($1)))",
    ];

    /// <summary>The entities at the places that a statement above gives.</summary>
    public static string Entities(string places, string order) => $"SELECT {Columns} FROM ({places}) p {PlacedEntity} ORDER BY {order}";

    public static string Count(string places) => $"SELECT count(*)::int FROM ({places}) p";
}
