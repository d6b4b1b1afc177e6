using AtlasHa.Catalog.Model.Instances;

namespace AtlasHa.Catalog.Tests.Entities;

public sealed class CreateTests
{
    [Fact]
    public async Task Create_stores_normal_forms_and_defaults()
    {
        await using var shop = await EntityFixture.OpenAsync();

        var guid = await shop.CreateAsync(
            "shop_table", "t1",
            """, "kind": "Managed", "rows": "12", "live": "TRUE", "aliases": [ "a", "b", "a" ], "address": { "city": "Ulm" }, "clusterName": "cl1" """);

        var entity = await shop.GetAsync(guid);
        entity.TypeName.ShouldBe("shop_table");
        entity.Attributes!["kind"].ShouldBe("MANAGED");
        entity.Attributes["rows"].ShouldBe(12L);
        entity.Attributes["live"].ShouldBe(true);
        entity.Attributes["size"].ShouldBe(7L);
        entity.Attributes["opened"].ShouldBe(0L);
        entity.Attributes["params"].ShouldBeNull();
        entity.Attributes["description"].ShouldBeNull();
        ((List<object?>)entity.Attributes["aliases"]!).ShouldBe(["a", "b"]);
        var address = (Dictionary<string, object?>)entity.Attributes["address"]!;
        address["typeName"].ShouldBe("shop_address");
        ((Dictionary<string, object?>)address["attributes"]!)["city"].ShouldBe("Ulm");
        entity.Attributes.ShouldNotContainKey("clusterName");
        entity.Attributes.ShouldNotContainKey("columns");
    }

    [Fact]
    public async Task Create_gives_entities_that_were_sent_without_a_guid_placeholders_of_their_own()
    {
        await using var shop = await EntityFixture.OpenAsync();

        var response = await shop.PostBulkAsync("""
            { "entities": [
              { "typeName": "shop_db", "attributes": { "qualifiedName": "q1", "name": "n" } },
              { "typeName": "shop_db", "attributes": { "qualifiedName": "q2", "name": "n" } } ] }
            """);

        response.GuidAssignments!.Keys.ShouldAllBe(placeholder => placeholder.StartsWith('-'));
        response.GuidAssignments.Values.Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public async Task Create_fills_in_system_attributes_and_ignores_those_given()
    {
        await using var shop = await EntityFixture.OpenAsync();

        var response = await shop.PostAsync("""
            { "entity": { "guid": "-7", "typeName": "shop_db", "createdBy": "mallory", "createTime": 5, "updateTime": "2001-01-01T00:00:00.000Z",
              "status": "DELETED", "proxy": null, "isIncomplete": null, "version": null, "labels": null, "classifications": null,
              "attributes": { "qualifiedName": "d1", "name": "d1" } }, "referredEntities": null }
            """);

        var guid = response.GuidAssignments!["-7"];
        Guid.TryParse(guid, out _).ShouldBeTrue();
        var entity = await shop.GetAsync(guid);
        (entity.CreatedBy, entity.UpdatedBy).ShouldBe(("ada", "ada"));
        (entity.CreateTime, entity.UpdateTime).ShouldBe((1_700_000_000_000, 1_700_000_000_000));
        (entity.Status, entity.Version, entity.Proxy, entity.IsIncomplete).ShouldBe((EntityStatus.Active, 0L, false, false));
        entity.Labels.ShouldBeEmpty();
        entity.Classifications.ShouldBeNull();
    }

    [Fact]
    public async Task Response_of_a_create_has_the_top_level_entity_first_and_its_header_attributes()
    {
        await using var shop = await EntityFixture.OpenAsync();

        var response = await shop.PostAsync("""
            { "referredEntities": {
                "-3": { "guid": "-3", "typeName": "shop_column", "attributes": { "qualifiedName": "t.c2", "name": "c2", "dataType": "int", "table": { "guid": "-1" } } },
                "-2": { "guid": "-2", "typeName": "shop_column", "attributes": { "qualifiedName": "t.c1", "name": "c1", "dataType": "int", "table": { "guid": "-1" } } },
                "-9": { "guid": "-9", "typeName": "shop_column", "attributes": { "qualifiedName": "unreferenced" } } },
              "entity": { "guid": "-1", "typeName": "shop_table", "labels": [ "raw" ],
                "attributes": { "qualifiedName": "t", "name": "Table", "owner": null, "columns": [ { "guid": "-2" }, { "guid": "-3" } ] } } }
            """);

        var assigned = response.GuidAssignments!;
        assigned.Keys.Order().ShouldBe(["-1", "-2", "-3"]);
        response.Guids(EntityOperation.Create).ShouldBe([assigned["-1"], assigned["-2"], assigned["-3"]]);
        response.MutatedEntities!.Keys.ShouldBe([EntityOperation.Create]);
        var header = response.MutatedEntities[EntityOperation.Create][0];
        header.Attributes!.Keys.Order().ShouldBe(["description", "name", "owner", "qualifiedName"]);
        (header.Attributes["qualifiedName"], header.Attributes["owner"]).ShouldBe(("t", ""));
        (header.DisplayText, header.Status, header.TypeName).ShouldBe(("Table", EntityStatus.Active, "shop_table"));
        header.Labels.ShouldBe(["raw"]);
        header.ClassificationNames.ShouldBeEmpty();
        header.Classifications.ShouldBeEmpty();
        header.MeaningNames.ShouldBeEmpty();
    }

    [Fact]
    public async Task Create_refuses_an_invalid_entity_with_every_message()
    {
        await using var shop = await EntityFixture.OpenAsync();

        var refusal = await Should.ThrowAsync<AtlasHa.Catalog.Model.Errors.AtlasException>(() => shop.PostAsync("""
            { "entity": { "guid": "-1", "typeName": "shop_table", "attributes": { "qualifiedName": "t", "rows": "many", "kind": "LEASED", "address": {} } } }
            """));

        refusal.Code.Code.ShouldBe("ATLAS-404-00-007");
        refusal.Code.HttpStatus.ShouldBe(404);
        refusal.Message.ShouldContain("shop_table.name: mandatory attribute value missing in type shop_table");
        refusal.Message.ShouldContain("shop_table.rows=many: invalid value for type long");
        refusal.Message.ShouldContain("shop_table.kind=LEASED: invalid value for type shop_kind");
        refusal.Message.ShouldContain("shop_table.address.city: mandatory attribute value missing in type shop_address");
    }

    [Theory]
    [InlineData("""{ "entity": null }""", "400-00-01A")]
    [InlineData("""{ "entity": { "guid": "-1", "typeName": "no_such" } }""", "400-00-014")]
    [InlineData("""{ "entity": { "guid": "-1", "typeName": null } }""", "400-00-014")]
    [InlineData("""{ "entity": { "guid": null, "typeName": "shop_db", "attributes": { "qualifiedName": "q", "name": "n" } } }""", "400-00-021")]
    [InlineData("""{ "entity": { "guid": "", "typeName": "shop_db", "attributes": { "qualifiedName": "q", "name": "n" } } }""", "400-00-021")]
    [InlineData("""{ "entity": { "guid": "-1", "typeName": "shop_column", "attributes": { "qualifiedName": "q", "name": "n", "dataType": "i" } } }""", "404-00-007")]
    [InlineData("""{ "entity": { "guid": "-1", "typeName": "shop_table", "attributes": { "qualifiedName": "q", "name": "n", "columns": { "guid": "-1" } } } }""", "404-00-007")]
    [InlineData("""{ "entity": { "guid": "-1", "typeName": "shop_table", "attributes": { "qualifiedName": "q", "name": "n", "db": [ { "guid": "-1" } ] } } }""", "404-00-007")]
    public async Task Create_refuses(string request, string code)
    {
        await using var shop = await EntityFixture.OpenAsync();

        (await EntityFixture.ErrorOf(() => shop.PostAsync(request))).ShouldBe(code);
    }

    [Theory]
    [InlineData("""{ "entities": null }""")]
    [InlineData("""{ "entities": [] }""")]
    [InlineData("""{ "entities": [ null ] }""")]
    [InlineData("""{ "entities": [ { "guid": "-1", "typeName": "shop_db" }, { "guid": "-1", "typeName": "shop_site" } ] }""")]
    public async Task Bulk_create_refuses_a_request_without_usable_entities(string request)
    {
        await using var shop = await EntityFixture.OpenAsync();

        (await EntityFixture.ErrorOf(() => shop.PostBulkAsync(request))).ShouldBe("400-00-01A");
    }

    [Fact]
    public async Task Bulk_create_stores_all_or_nothing()
    {
        await using var shop = await EntityFixture.OpenAsync();

        var code = await EntityFixture.ErrorOf(() => shop.PostBulkAsync("""
            { "entities": [
              { "guid": "-1", "typeName": "shop_db", "attributes": { "qualifiedName": "good", "name": "good" } },
              { "guid": "-2", "typeName": "shop_db", "attributes": { "qualifiedName": "bad" } } ] }
            """));

        code.ShouldBe("404-00-007");
        (await shop.FindAsync("shop_db", "good")).ShouldBeNull();
    }

    [Fact]
    public async Task Bulk_create_answers_in_the_order_of_the_request()
    {
        await using var shop = await EntityFixture.OpenAsync();

        var response = await shop.PostBulkAsync("""
            { "entities": [
              { "guid": "-2", "typeName": "shop_table", "attributes": { "qualifiedName": "t", "name": "t" }, "relationshipAttributes": { "db": { "guid": "-1" } } },
              { "guid": "-1", "typeName": "shop_db", "attributes": { "qualifiedName": "d", "name": "d" } } ] }
            """);

        response.Guids(EntityOperation.Create).ShouldBe([response.GuidAssignments!["-2"], response.GuidAssignments["-1"]]);
        response.Guids(EntityOperation.Update).ShouldBeEmpty();
        (await shop.GetAsync(response.GuidAssignments["-1"])).Related("tables").ShouldBe([response.GuidAssignments["-2"]]);
    }
}
