using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Tests.Models;

namespace AtlasHa.Catalog.Tests.Entities;

/// <summary>What a Hive hook reports, against Atlas's own model files.</summary>
public sealed class HiveTests
{
    private const string Orders = """
        { "entities": [
            { "guid": "-1", "typeName": "hive_db", "attributes": { "qualifiedName": "shop@cl", "name": "shop", "clusterName": "cl", "ownerType": "USER" } },
            { "guid": "-2", "typeName": "hive_table", "attributes": { "qualifiedName": "shop.orders@cl", "name": "orders", "tableType": "MANAGED_TABLE",
                "createTime": 1700000000000, "parameters": { "numRows": "5" }, "temporary": false },
              "relationshipAttributes": { "db": { "guid": "-1", "relationshipType": "hive_table_db" }, "sd": { "guid": "-3", "relationshipType": "hive_table_storagedesc" },
                "columns": [ { "guid": "-4", "relationshipType": "hive_table_columns" } ],
                "partitionKeys": [ { "guid": "-5", "relationshipType": "hive_table_partitionkeys" } ] } } ],
          "referredEntities": {
            "-3": { "typeName": "hive_storagedesc", "attributes": { "qualifiedName": "shop.orders@cl_storage", "compressed": false,
                "serdeInfo": { "typeName": "hive_serde", "attributes": { "serializationLib": "LazySimpleSerDe", "parameters": { "a": "b" } } },
                "sortCols": [ { "typeName": "hive_order", "attributes": { "col": "id", "order": 1 } } ] },
              "relationshipAttributes": { "table": { "guid": "-2", "relationshipType": "hive_table_storagedesc" } } },
            "-4": { "typeName": "hive_column", "attributes": { "qualifiedName": "shop.orders.id@cl", "name": "id", "type": "int", "position": 0 },
              "relationshipAttributes": { "table": { "guid": "-2", "relationshipType": "hive_table_columns" } } },
            "-5": { "typeName": "hive_column", "attributes": { "qualifiedName": "shop.orders.day@cl", "name": "day", "type": "string" },
              "relationshipAttributes": { "table": { "guid": "-2", "relationshipType": "hive_table_partitionkeys" } } } } }
        """;

    [Fact]
    public async Task Table_with_its_parts_is_created_read_processed_and_deleted()
    {
        var models = AtlasModelFiles.FolderOrSkip();
        await using var hive = await EntityFixture.OpenAsync(models);

        var created = await hive.PostBulkAsync(Orders);
        var guids = created.GuidAssignments!;
        created.Guids(EntityOperation.Create).ShouldBe([guids["-1"], guids["-2"], guids["-3"], guids["-4"], guids["-5"]]);

        var answer = await hive.Entities.GetAsync(guids["-2"], EntityReadOptions.Default, TestContext.Current.CancellationToken);
        var table = answer.Entity!;
        table.Related("db").ShouldBe([guids["-1"]]);
        table.Related("columns").ShouldBe([guids["-4"]]);
        table.Related("partitionKeys").ShouldBe([guids["-5"]]);
        table.Related("sd").ShouldBe([guids["-3"]]);
        answer.ReferredEntities!.Keys.Order().ShouldBe(new[] { guids["-3"], guids["-4"], guids["-5"] }.Order());
        (await hive.PostBulkAsync(Orders)).MutatedEntities.ShouldBeNull();

        var process = await hive.PostAsync("""
            { "entity": { "guid": "-1", "typeName": "hive_process", "attributes": { "qualifiedName": "q@cl", "name": "q", "startTime": 1, "endTime": 2,
                "userName": "hive", "operationType": "QUERY", "queryText": "select", "queryPlan": "", "queryId": "1",
                "inputs": [ { "typeName": "hive_table", "uniqueAttributes": { "qualifiedName": "shop.orders@cl" } } ], "outputs": [] } } }
            """);
        process.Guids(EntityOperation.Update).ShouldBe([guids["-2"]]);

        var deleted = await hive.DeleteAsync(guids["-2"]);
        deleted.Guids(EntityOperation.Delete).Order().ShouldBe(new[] { guids["-2"], guids["-3"], guids["-4"], guids["-5"] }.Order());
        deleted.Guids(EntityOperation.Update).Order().ShouldBe(new[] { guids["-1"], process.GuidAssignments!["-1"] }.Order());
    }
}
