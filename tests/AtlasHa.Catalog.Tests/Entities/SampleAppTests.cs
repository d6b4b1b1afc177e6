using AtlasHa.Catalog.Model.Instances;

namespace AtlasHa.Catalog.Tests.Entities;

/// <summary>Requests shaped as the Python client sends them: a null for every unset member, guids of its own, references among attributes.</summary>
public sealed class SampleAppTests
{
    private const string Unset = """
        "homeId": null, "proxy": null, "isIncomplete": null, "provenanceType": null, "status": null, "createdBy": null, "updatedBy": null,
        "createTime": null, "updateTime": null, "version": null, "meanings": null, "customAttributes": null, "businessAttributes": null,
        "labels": null, "pendingTasks": null
        """;

    private const string Table = $$"""
        { "referredEntities": {
            "-1700000000002": { "typeName": "shop_column", "guid": "-1700000000002", {{Unset}}, "classifications": [ { "typeName": "shop_pii",
              "attributes": null, "entityGuid": null, "entityStatus": null, "propagate": null, "validityPeriods": null, "removePropagationsOnEntityDelete": null } ],
              "relationshipAttributes": null,
              "attributes": { "name": "id", "qualifiedName": "shop.orders.id@cl1", "dataType": "int", "table": { "guid": "-1700000000001", "typeName": null, "uniqueAttributes": null } } },
            "-1700000000003": { "typeName": "shop_column", "guid": "-1700000000003", {{Unset}}, "classifications": null, "relationshipAttributes": null,
              "attributes": { "name": "total", "qualifiedName": "shop.orders.total@cl1", "dataType": "int", "table": { "guid": "-1700000000001" } } } },
          "entity": { "typeName": "shop_table", "guid": "-1700000000001", {{Unset}}, "classifications": null,
            "attributes": { "name": "orders", "qualifiedName": "shop.orders@cl1", "kind": "Managed", "clusterName": "cl1", "opened": 1700000000123 },
            "relationshipAttributes": { "db": { "guid": null, "typeName": "shop_db", "uniqueAttributes": { "qualifiedName": "shop@cl1" } },
              "columns": [ { "guid": "-1700000000002", "typeName": "shop_column" }, { "guid": "-1700000000003", "typeName": "shop_column" } ] } } }
        """;

    [Fact]
    public async Task Table_with_columns_and_lineage_goes_in_and_comes_back()
    {
        await using var shop = await EntityFixture.OpenAsync();
        var db = await shop.CreateAsync("shop_db", "shop@cl1");

        var response = await shop.PostAsync(Table);

        var created = response.MutatedEntities![EntityOperation.Create];
        created.Select(header => header.TypeName).ShouldBe(["shop_table", "shop_column", "shop_column"]);
        response.Guids(EntityOperation.Update).ShouldBe([db]);
        var table = await shop.GetAsync(created[0].Guid!);
        (table.Attributes!["name"], table.Attributes["kind"], table.Attributes["opened"]).ShouldBe(("orders", "MANAGED", 1_700_000_000_123L));
        table.Related("columns").ShouldBe(created.Skip(1).Select(header => header.Guid!).Order());
        (await shop.GetAsync(created[1].Guid!)).Classifications!.Single().Propagate.ShouldBe(true);

        var job = await shop.CreateAsync("shop_job", "job@cl1", $$""", "outputs": [ { "guid": "{{created[0].Guid}}" } ] """);
        (await shop.GetAsync(created[0].Guid!)).Related("outputFromProcesses").ShouldBe([job]);
    }

    [Fact]
    public async Task Second_run_changes_nothing_and_a_run_after_deletion_creates_anew()
    {
        await using var shop = await EntityFixture.OpenAsync();
        var db = await shop.CreateAsync("shop_db", "shop@cl1");
        var first = await shop.PostAsync(Table);

        var second = await shop.PostAsync(Table);
        second.MutatedEntities.ShouldBeNull();
        second.GuidAssignments!["-1700000000001"].ShouldBe(first.GuidAssignments!["-1700000000001"]);

        await shop.DeleteAsync(second.GuidAssignments["-1700000000001"], db);
        await shop.CreateAsync("shop_db", "shop@cl1");
        var third = await shop.PostAsync(Table);
        third.Guids(EntityOperation.Create).Length.ShouldBe(3);
        third.Guids(EntityOperation.Create).ShouldNotContain(first.GuidAssignments["-1700000000001"]);
    }
}
