using AtlasHa.Catalog.Storage;
using Npgsql;

namespace AtlasHa.Storage.Postgres;

/// <summary>The statements about classifications. Those for rows of entities and those for passages take the same leading parameters.</summary>
internal static class ClassificationSql
{
    private const string Entities = "SELECT entity_guid, type_name, source_guid, retained, false, source_status, document FROM entity_classification";

    private const string Passages = "SELECT entity_guid, type_name, source_guid, retained, true, 0::smallint, NULL::bytea FROM classification_passage";

    private const string OfTags = "(source_guid, type_name) IN (SELECT * FROM unnest($1::text[], $2::text[]))";

    private const string Keys = "(entity_guid, type_name, source_guid) IN (SELECT * FROM unnest($1::text[], $2::text[], $3::text[]))";

    public const string SelectOf = $"{Entities} WHERE entity_guid = ANY ($1) UNION ALL {Passages} WHERE entity_guid = ANY ($1)";

    public const string SelectSpread = $"{Entities} WHERE {OfTags} UNION ALL {Passages} WHERE {OfTags}";

    public const string Put = """
        INSERT INTO entity_classification (entity_guid, type_name, source_guid, retained, source_status, document)
        SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::boolean[], $5::smallint[], $6::bytea[])
        ON CONFLICT (entity_guid, type_name, source_guid) DO UPDATE SET retained = excluded.retained, source_status = excluded.source_status,
            document = excluded.document
        """;

    public const string PutPassages = """
        INSERT INTO classification_passage (entity_guid, type_name, source_guid, retained)
        SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::boolean[])
        ON CONFLICT (entity_guid, type_name, source_guid) DO UPDATE SET retained = excluded.retained
        """;

    public const string Delete = $"DELETE FROM entity_classification WHERE {Keys}";

    public const string DeletePassages = $"DELETE FROM classification_passage WHERE {Keys}";

    public static ClassificationRow Read(NpgsqlDataReader row) => new(row.GetString(0), row.GetString(1), row.GetString(2))
    {
        IsRetained = row.GetBoolean(3),
        IsPassage = row.GetBoolean(4),
        SourceStatus = (EntityRowStatus)row.GetInt16(5),
        Document = row.IsDBNull(6) ? null : row.GetFieldValue<byte[]>(6),
    };
}
