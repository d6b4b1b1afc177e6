using System.Text;
using System.Text.Json.Nodes;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Model.Json;
using AtlasHa.Catalog.Model.TypeDefs;
using AtlasHa.TestKit.Cluster;

namespace AtlasHa.Server.Tests;

/// <summary>Entities of a type without unique attributes: a creation that is carried out twice leaves two of them.</summary>
internal static class OnceNotes
{
    private const string TypeName = "once_note";

    public static AtlasTypesDef Types { get; } = new()
    {
        EntityDefs = [new AtlasEntityDef { Name = TypeName, AttributeDefs = [new AtlasAttributeDef { Name = "qualifiedName", TypeName = "string", IsOptional = true }] }],
    };

    public static async Task DefineTypeAsync(ClusterClient client)
    {
        var answer = await client.SendAsync(HttpMethod.Post, "/api/atlas/v2/types/typedefs", Encoding.UTF8.GetString(AtlasJson.Write(Types)));
        ((int)answer.Status).ShouldBe(200, answer.ToString());
    }

    public static string Json(string name) => new JsonObject
    {
        ["entity"] = new JsonObject { ["typeName"] = TypeName, ["guid"] = "-1", ["attributes"] = new JsonObject { ["qualifiedName"] = name } },
    }.ToJsonString();

    public static AtlasEntityWithExtInfo Entity(string name) => new()
    {
        Entity = new AtlasEntity { TypeName = TypeName, Guid = "-1", Attributes = new Dictionary<string, object?> { ["qualifiedName"] = name } },
    };

    /// <summary>Each of these was created, and exactly once.</summary>
    public static void ShouldBeThereOnce(string storePath, IReadOnlyCollection<string> names)
    {
        names.ShouldNotBeEmpty();
        var stored = StoredEntities.CountByQualifiedName(storePath);
        names.Where(name => stored.GetValueOrDefault(name) != 1).Select(name => $"{name}: {stored.GetValueOrDefault(name)}").ShouldBeEmpty();
    }
}
