using System.Text;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Model.Json;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace AtlasHa.Catalog.Tests.Entities;

public sealed class WireFormTests
{
    [Fact]
    public void Entity_is_written_as_Atlas_writes_it()
    {
        var json = Write(new AtlasEntity
        {
            TypeName = "t",
            Attributes = new() { ["none"] = null, ["rows"] = 5L, ["tags"] = new List<object?> { "a", 1.5m } },
            Guid = "g",
            Proxy = false,
            Status = EntityStatus.Deleted,
            CreateTime = 17,
            Labels = [],
        });

        json.ShouldBe(
            """{"typeName":"t","attributes":{"none":null,"rows":5,"tags":["a",1.5]},"guid":"g","proxy":false,"status":"DELETED","createTime":17,"labels":[]}""");
    }

    [Fact]
    public void Response_is_written_with_operations_as_keys()
    {
        var json = Write(new EntityMutationResponse
        {
            MutatedEntities = new() { [EntityOperation.PartialUpdate] = [new AtlasEntityHeader { TypeName = "t", Guid = "g" }] },
            GuidAssignments = new() { ["-1"] = "g" },
        });

        json.ShouldBe("""{"mutatedEntities":{"PARTIAL_UPDATE":[{"typeName":"t","guid":"g"}]},"guidAssignments":{"-1":"g"}}""");
        Write(new EntityMutationResponse()).ShouldBe("{}");
    }

    [Fact]
    public void Nulls_and_unknown_members_on_input_count_as_absent()
    {
        var entity = AtlasJson.Parse<AtlasEntity>("""
            { "guid": null, "homeId": null, "isProxy": false, "proxy": null, "isIncomplete": null, "provenanceType": null, "status": null,
              "createTime": null, "version": null, "attributes": null, "relationshipAttributes": null, "classifications": null, "labels": null,
              "customAttributes": null, "businessAttributes": { "bm": null }, "pendingTasks": null, "no such member": 1 }
            """);

        (entity.Guid, entity.Status, entity.Version, entity.Labels, entity.Attributes).ShouldBe((null, null, null, null, null));
        entity.BusinessAttributes!["bm"].ShouldBeNull();
    }

    [Fact]
    public void Entity_passes_through_Orleans_unchanged()
    {
        using var services = new ServiceCollection().AddSerializer().BuildServiceProvider();
        var serializer = services.GetRequiredService<Serializer>();
        var entity = AtlasJson.Parse<AtlasEntityWithExtInfo>("""
            { "referredEntities": { "-2": { "typeName": "c", "guid": "-2", "classifications": [ { "typeName": "x", "validityPeriods": [ { "timeZone": "UTC" } ] } ] } },
              "entity": { "typeName": "t", "guid": "-1", "status": "ACTIVE", "createTime": 5, "customAttributes": { "k": null }, "labels": [ "l" ],
                "attributes": { "a": [ 1, 2.5, true, null, 123456789012345678901234567890 ], "b": { "c": [ { "d": "e" } ] } },
                "relationshipAttributes": { "r": { "guid": "-2" } }, "businessAttributes": { "bm": { "x": [ "y" ] } } } }
            """);

        var copy = serializer.Deserialize<AtlasEntityWithExtInfo>(serializer.SerializeToArray(entity));

        Write(copy).ShouldBe(Write(entity));
        Write(entity).ShouldContain("123456789012345678901234567890");
    }

    private static string Write<T>(T value) => Encoding.UTF8.GetString(AtlasJson.Write(value));
}
