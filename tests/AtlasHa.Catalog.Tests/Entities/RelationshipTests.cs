using AtlasHa.Catalog.Model.Instances;

namespace AtlasHa.Catalog.Tests.Entities;

public sealed class RelationshipTests
{
    [Fact]
    public async Task Reference_shows_at_both_ends_and_updates_the_other_entity()
    {
        await using var shop = await EntityFixture.OpenAsync();
        var db = await shop.CreateAsync("shop_db", "d");
        shop.Time.Advance(TimeSpan.FromMilliseconds(5));

        var response = await shop.PostAsync($$"""
            { "entity": { "guid": "-1", "typeName": "shop_table", "attributes": { "qualifiedName": "t", "name": "Table" },
              "relationshipAttributes": { "db": { "guid": "{{db}}", "relationshipAttributes": { "typeName": "shop_db_tables", "attributes": { "since": "1999" } } } } } }
            """);

        var table = response.GuidAssignments!["-1"];
        response.Guids(EntityOperation.Create).ShouldBe([table]);
        response.Guids(EntityOperation.Update).ShouldBe([db]);
        var container = await shop.GetAsync(db);
        container.UpdateTime.ShouldBe(1_700_000_000_005);
        var there = container.References("tables").ShouldHaveSingleItem();
        (there.Guid, there.TypeName, there.DisplayText, there.QualifiedName).ShouldBe((table, "shop_table", "Table", "t"));
        (there.EntityStatus, there.RelationshipStatus, there.RelationshipType).ShouldBe((EntityStatus.Active, EntityStatus.Active, "shop_db_tables"));
        there.RelationshipAttributes!.Attributes!["since"].ShouldBe(1999L);
        var back = (await shop.GetAsync(table)).References("db").ShouldHaveSingleItem();
        (back.Guid, back.RelationshipGuid).ShouldBe((db, there.RelationshipGuid));
    }

    [Fact]
    public async Task Single_reference_is_replaced_and_both_old_and_new_entity_are_updated()
    {
        await using var shop = await EntityFixture.OpenAsync();
        var (old, next) = (await shop.CreateAsync("shop_db", "old"), await shop.CreateAsync("shop_db", "new"));
        string Post(string db) => $$"""
            { "entity": { "guid": "-1", "typeName": "shop_table", "attributes": { "qualifiedName": "t", "name": "t", "db": {{db}} } } }
            """;
        var table = (await shop.PostAsync(Post($$"""{ "guid": "{{old}}" }"""))).GuidAssignments!["-1"];

        var response = await shop.PostAsync(Post($$"""{ "guid": "{{next}}" }"""));

        response.Guids(EntityOperation.Update).ShouldBe([table, old, next]);
        (await shop.GetAsync(table)).Related("db").ShouldBe([next]);
        (await shop.GetAsync(next)).Related("tables").ShouldBe([table]);
        (await shop.GetAsync(old)).Related("tables").ShouldBeEmpty();
        (await shop.GetAsync(old)).Related("tables", EntityStatus.Deleted).ShouldBe([table]);

        await shop.PostAsync(Post("null"));
        (await shop.GetAsync(table)).Related("db").ShouldBeEmpty();
    }

    [Fact]
    public async Task New_reference_displaces_the_one_that_the_other_end_had_room_for()
    {
        await using var shop = await EntityFixture.OpenAsync();
        var site = await shop.CreateAsync("shop_site", "s");
        var first = await shop.CreateAsync("shop_db", "d1", $$""", "site": { "guid": "{{site}}" } """);

        var second = await shop.CreateAsync("shop_db", "d2", $$""", "site": { "guid": "{{site}}" } """);

        (await shop.GetAsync(site)).Related("db").ShouldBe([second]);
        (await shop.GetAsync(first)).Related("site").ShouldBeEmpty();
    }

    [Fact]
    public async Task Set_of_references_is_replaced_and_dropped_parts_are_deleted()
    {
        await using var shop = await EntityFixture.OpenAsync();
        var guids = await shop.CreateTableAsync("t", "a", "b");

        var response = await shop.PostAsync($$"""
            { "entity": { "guid": "{{guids["-1"]}}", "typeName": "shop_table", "attributes": { "qualifiedName": "t", "name": "t" },
              "relationshipAttributes": { "columns": [ { "guid": "{{guids["-2"]}}" }, { "guid": "-9" } ] } },
              "referredEntities": { "-9": { "typeName": "shop_column", "attributes": { "qualifiedName": "t.c", "name": "c", "dataType": "int",
                "table": { "guid": "{{guids["-1"]}}" } } } } }
            """);

        var added = response.GuidAssignments!["-9"];
        response.Guids(EntityOperation.Create).ShouldBe([added]);
        response.Guids(EntityOperation.Update).ShouldBe([guids["-1"]]);
        response.Guids(EntityOperation.Delete).ShouldBe([guids["-3"]]);
        var table = await shop.GetAsync(guids["-1"]);
        table.Related("columns").ShouldBe(new[] { guids["-2"], added }.Order());
        table.Related("columns", EntityStatus.Deleted).ShouldBe([guids["-3"]]);
        (await shop.GetAsync(guids["-3"])).Status.ShouldBe(EntityStatus.Deleted);
    }

    [Fact]
    public async Task Part_that_moves_to_another_whole_in_one_request_lives_on()
    {
        await using var shop = await EntityFixture.OpenAsync();
        var from = await shop.CreateTableAsync("from", "a");
        var to = await shop.CreateAsync("shop_table", "to");

        var response = await shop.PostBulkAsync($$"""
            { "entities": [
              { "guid": "{{from["-1"]}}", "typeName": "shop_table", "attributes": { "qualifiedName": "from", "name": "from", "columns": [] } },
              { "guid": "{{to}}", "typeName": "shop_table", "attributes": { "qualifiedName": "to", "name": "to", "columns": [ { "guid": "{{from["-2"]}}" } ] } } ] }
            """);

        response.Guids(EntityOperation.Delete).ShouldBeEmpty();
        (await shop.GetAsync(from["-2"])).Related("table").ShouldBe([to]);
        (await shop.GetAsync(from["-1"])).Related("columns").ShouldBeEmpty();
    }

    [Fact]
    public async Task Reference_with_an_ambiguous_name_joins_the_relationship_that_the_other_end_names()
    {
        await using var shop = await EntityFixture.OpenAsync();

        var response = await shop.PostAsync("""
            { "entity": { "guid": "-2", "typeName": "shop_column", "attributes": { "qualifiedName": "t.k", "name": "k", "dataType": "int", "table": { "guid": "-1" } } },
              "referredEntities": { "-1": { "typeName": "shop_table", "attributes": { "qualifiedName": "t", "name": "t", "keys": [ { "guid": "-2" } ] } } } }
            """);

        var table = await shop.GetAsync(response.GuidAssignments!["-1"]);
        table.Related("keys").ShouldBe([response.GuidAssignments["-2"]]);
        table.Related("columns").ShouldBeEmpty();
        (await shop.GetAsync(response.GuidAssignments["-2"])).References("table").ShouldHaveSingleItem().RelationshipType.ShouldBe("shop_table_keys");
    }

    [Fact]
    public async Task Reference_with_an_ambiguous_name_takes_the_relationship_type_that_it_names()
    {
        await using var shop = await EntityFixture.OpenAsync();
        var table = await shop.CreateAsync("shop_table", "t");

        var column = await shop.CreateAsync(
            "shop_column", "t.k", $$""", "dataType": "int", "table": { "guid": "{{table}}", "relationshipType": "shop_table_keys" } """);

        (await shop.GetAsync(table)).Related("keys").ShouldBe([column]);
    }

    [Fact]
    public async Task Attributes_of_a_relationship_are_updated_in_place_and_validated()
    {
        await using var shop = await EntityFixture.OpenAsync();
        var db = await shop.CreateAsync("shop_db", "d");
        string Post(string since) => $$"""
            { "entity": { "guid": "-1", "typeName": "shop_table", "attributes": { "qualifiedName": "t", "name": "t" },
              "relationshipAttributes": { "db": { "guid": "{{db}}", "relationshipAttributes": { "attributes": { "since": {{since}} } } } } } }
            """;
        var table = (await shop.PostAsync(Post("1"))).GuidAssignments!["-1"];
        var before = (await shop.GetAsync(table)).References("db").Single();

        (await shop.PostAsync(Post("1"))).MutatedEntities.ShouldBeNull();
        (await shop.PostAsync(Post("2"))).Guids(EntityOperation.Update).ShouldBe([table]);
        (await EntityFixture.ErrorOf(() => shop.PostAsync(Post("\"soon\"")))).ShouldBe("404-00-00D");

        var after = (await shop.GetAsync(table)).References("db").Single();
        after.RelationshipGuid.ShouldBe(before.RelationshipGuid);
        after.RelationshipAttributes!.Attributes!["since"].ShouldBe(2L);
    }

    [Fact]
    public async Task Legacy_reference_shows_as_relationship_and_as_plain_attribute()
    {
        await using var shop = await EntityFixture.OpenAsync();
        var (input, gone) = (await shop.CreateAsync("shop_table", "in"), await shop.CreateAsync("shop_table", "gone"));
        var job = await shop.CreateAsync("shop_job", "j", $$""", "inputs": [ { "guid": "{{input}}" }, { "guid": "{{gone}}" } ] """);
        await shop.CreateAsync("shop_job", "j", $$""", "inputs": [ { "guid": "{{input}}" } ] """);

        var entity = await shop.GetAsync(job);

        var plain = ((List<object?>)entity.Attributes!["inputs"]!).ShouldHaveSingleItem();
        ((Dictionary<string, object?>)plain!).ShouldBe(new Dictionary<string, object?> { ["guid"] = input, ["typeName"] = "shop_table" });
        ((List<object?>)entity.Attributes["outputs"]!).ShouldBeEmpty();
        entity.Related("inputs").ShouldBe([input]);
        entity.Related("inputs", EntityStatus.Deleted).ShouldBe([gone]);
        (await shop.GetAsync(input)).Related("inputToProcesses").ShouldBe([job]);
        (await shop.GetAsync(gone)).Status.ShouldBe(EntityStatus.Active);
    }

    [Fact]
    public async Task Part_that_another_whole_takes_under_another_name_leaves_the_old_one()
    {
        await using var shop = await EntityFixture.OpenAsync();
        var from = await shop.CreateTableAsync("from", "a");

        var to = await shop.CreateAsync("shop_table", "to", $$""", "keys": [ { "guid": "{{from["-2"]}}" } ] """);

        (await shop.GetAsync(from["-2"])).Related("table").ShouldBe([to]);
        (await shop.GetAsync(from["-1"])).Related("columns").ShouldBeEmpty();
    }

    [Fact]
    public async Task Reference_given_in_both_places_counts_where_relationships_belong()
    {
        await using var shop = await EntityFixture.OpenAsync();
        var (stray, meant) = (await shop.CreateAsync("shop_db", "stray"), await shop.CreateAsync("shop_db", "meant"));

        var table = (await shop.PostAsync($$"""
            { "entity": { "guid": "-1", "typeName": "shop_table", "attributes": { "qualifiedName": "t", "name": "t", "db": { "guid": "{{stray}}" } },
              "relationshipAttributes": { "db": { "guid": "{{meant}}" } } } }
            """)).GuidAssignments!["-1"];

        (await shop.GetAsync(table)).Related("db").ShouldBe([meant]);
        (await shop.GetAsync(stray)).Related("tables").ShouldBeEmpty();
    }
}
