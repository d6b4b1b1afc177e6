using System.Text;
using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Storage.AdminAudit;

namespace AtlasHa.Storage.Tests;

/// <summary>Rows for tests, told apart by their guids.</summary>
internal static class Rows
{
    public static EntityRow Entity(string guid, string typeName = "hive_table", EntityRowStatus status = EntityRowStatus.Active, long version = 0) =>
        new(guid, typeName, status, "ann", "bob", 1_700_000_000_000, 1_700_000_000_001, version, Encoding.UTF8.GetBytes($"{{\"of\":\"{guid}\"}}"));

    public static RelationshipRow Relationship(string guid, string end1, string end2, string typeName = "hive_table_columns") =>
        new(guid, typeName, end1, end2, EntityRowStatus.Active, "ann", "bob", 1, 2, 3, Encoding.UTF8.GetBytes($"{{\"of\":\"{guid}\"}}"));

    public static TypeDefRow Type(string guid, string name, string category = "ENTITY") =>
        new(guid, name, category, Encoding.UTF8.GetBytes($"{{\"name\":\"{name}\"}}"));

    public static RememberedRequest Request(string id, string user = "ann", string kind = "entity.create") =>
        new(user, id, kind, "F00D", 1, Encoding.UTF8.GetBytes($"{{\"to\":\"{id}\"}}"));

    public static TypePatchRow Patch(string id, string status = "APPLIED") => new(id, Encoding.UTF8.GetBytes($"{{\"status\":\"{status}\"}}"));

    public static UniqueRow Unique(string guid, string value, string typeName = "hive_table") => new(typeName, "qualifiedName", value, guid);

    public static AuditRow Event(string guid) => new(0, guid, 1, "ann", "ENTITY_CREATE", [1], ChangesClassifications: false);

    public static AdminAuditRow AdminEntry(string guid) => new(0, guid, "ann", "EXPORT", null, 1, 2, "127.0.0.1", "{}", 0, null, null);

    /// <summary>An entity as versions before 3 stored it, with a classification in its document.</summary>
    public static EntityRow Classified(string guid, EntityRowStatus status) => Entity(guid, status: status) with
    {
        Document = Encoding.UTF8.GetBytes("""{"attributes":{"big":1E+30},"classifications":[{"typeName":"PII","attributes":{"share":1.50},"entityGuid":"g","propagate":true}]}"""),
    };

    /// <summary>The rows of <see cref="Classified"/>, when it was deleted.</summary>
    public static void ShouldBeFromDocuments(IReadOnlyList<ClassificationRow> rows)
    {
        var row = rows.ShouldHaveSingleItem();
        (row.EntityGuid, row.TypeName, row.SourceGuid, row.SourceStatus).ShouldBe(("g", "PII", "g", EntityRowStatus.Deleted));
        Encoding.UTF8.GetString(row.Document!).ShouldContain("1.50");
    }
}
