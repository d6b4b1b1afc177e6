using System.Text;
using AtlasHa.Catalog.Storage;

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

    public static UniqueRow Unique(string guid, string value, string typeName = "hive_table") => new(typeName, "qualifiedName", value, guid);
}
