using AtlasHa.Catalog.Model.Instances;

namespace AtlasHa.Catalog.Tests.Entities;

public sealed class UpdateTests
{
    [Fact]
    public async Task Post_of_a_known_unique_attribute_updates_what_it_names_and_keeps_the_rest()
    {
        await using var shop = await EntityFixture.OpenAsync();
        var guid = await shop.CreateAsync("shop_db", "d", """, "region": "north", "description": "old", "owner": "bob" """);
        shop.Time.Advance(TimeSpan.FromMilliseconds(5));

        var response = await shop.PostAsync("""
            { "entity": { "guid": "-1", "typeName": "shop_db", "attributes": { "qualifiedName": "d", "name": "d", "description": "new", "owner": null } } }
            """);

        response.GuidAssignments!["-1"].ShouldBe(guid);
        response.Guids(EntityOperation.Update).ShouldBe([guid]);
        response.MutatedEntities!.Keys.ShouldBe([EntityOperation.Update]);
        var entity = await shop.GetAsync(guid);
        (entity.Attributes!["region"], entity.Attributes["description"], entity.Attributes["owner"]).ShouldBe(("north", "new", null));
        (entity.CreateTime, entity.UpdateTime, entity.Version).ShouldBe((1_700_000_000_000, 1_700_000_000_005, 0L));
    }

    [Fact]
    public async Task Post_without_a_difference_changes_nothing_but_assigns_the_guid()
    {
        await using var shop = await EntityFixture.OpenAsync();
        var guids = await shop.CreateTableAsync("t", "a", "b");
        shop.Time.Advance(TimeSpan.FromMilliseconds(5));

        var again = await shop.CreateTableResponseAsync("t", "a", "b");

        again.MutatedEntities.ShouldBeNull();
        again.GuidAssignments.ShouldBe(guids, ignoreOrder: true);
        (await shop.GetAsync(guids["-1"])).UpdateTime.ShouldBe(1_700_000_000_000);
    }

    [Fact]
    public async Task Post_of_an_entity_as_it_was_read_changes_nothing()
    {
        await using var shop = await EntityFixture.OpenAsync();
        var guids = await shop.CreateTableAsync("t", "a", "b");
        await shop.DeleteAsync(guids["-3"]);
        var read = await shop.Entities.GetAsync(guids["-1"], EntityReadOptions.Default, TestContext.Current.CancellationToken);

        var response = await shop.Entities.CreateOrUpdateAsync(read, EntityFixture.Caller, TestContext.Current.CancellationToken);

        response.MutatedEntities.ShouldBeNull();
        (await shop.GetAsync(guids["-1"])).Related("columns").ShouldBe([guids["-2"]]);
    }

    [Fact]
    public async Task Post_by_guid_updates_also_the_unique_attribute_itself()
    {
        await using var shop = await EntityFixture.OpenAsync();
        var guid = await shop.CreateAsync("shop_db", "before");

        await shop.PostAsync($$"""
            { "entity": { "guid": "{{guid}}", "typeName": "shop_db", "attributes": { "qualifiedName": "after", "name": "d" } } }
            """);

        (await shop.FindAsync("shop_db", "before")).ShouldBeNull();
        (await shop.FindAsync("shop_db", "after")).ShouldBe(guid);
    }

    [Fact]
    public async Task Post_matches_an_entity_of_a_subtype_but_not_of_a_supertype()
    {
        await using var shop = await EntityFixture.OpenAsync();
        var view = await shop.CreateAsync("shop_view", "v");
        var table = await shop.CreateAsync("shop_table", "t");

        (await shop.CreateAsync("shop_table", "v", """, "rows": 3 """)).ShouldBe(view);
        (await shop.CreateAsync("shop_view", "t")).ShouldNotBe(table);

        (await shop.GetAsync(view)).TypeName.ShouldBe("shop_view");
    }

    [Fact]
    public async Task Post_clears_with_an_explicit_null_and_a_cleared_primitive_takes_its_default()
    {
        await using var shop = await EntityFixture.OpenAsync();
        var guid = await shop.CreateAsync("shop_table", "t", """, "size": 9, "rows": 5, "kind": "EXTERNAL", "params": { "a": "b" } """);

        await shop.CreateAsync("shop_table", "t", """, "size": null, "rows": null, "kind": null, "params": null """);

        var entity = await shop.GetAsync(guid);
        (entity.Attributes!["size"], entity.Attributes["rows"]).ShouldBe((7L, 0L));
        (entity.Attributes["kind"], entity.Attributes["params"]).ShouldBe((null, null));
    }

    [Fact]
    public async Task Update_validates_the_whole_entity()
    {
        await using var shop = await EntityFixture.OpenAsync();
        var guid = await shop.CreateAsync("shop_db", "d");

        var code = await EntityFixture.ErrorOf(() => shop.PostAsync($$"""
            { "entity": { "guid": "{{guid}}", "typeName": "shop_db", "attributes": { "qualifiedName": "d" } } }
            """));

        code.ShouldBe("404-00-007");
    }

    [Fact]
    public async Task Update_takes_custom_attributes_but_no_labels_classifications_or_business_metadata()
    {
        await using var shop = await EntityFixture.OpenAsync();
        var guid = await shop.CreateAsync("shop_table", "t");
        string Post(string customAttributes) => $$"""
            { "entity": { "guid": "{{guid}}", "typeName": "shop_table", "attributes": { "qualifiedName": "t", "name": "t" },
              "customAttributes": {{customAttributes}}, "labels": [ "late" ], "classifications": [ { "typeName": "shop_pii" } ],
              "businessAttributes": { "shop_care": { "steward": "eve" } } } }
            """;

        (await shop.PostAsync(Post("""{ "k": "v" }"""))).Guids(EntityOperation.Update).ShouldBe([guid]);
        (await shop.PostAsync(Post("""{ "k": "v" }"""))).MutatedEntities.ShouldBeNull();
        (await shop.PostAsync(Post("null"))).MutatedEntities.ShouldBeNull();

        var entity = await shop.GetAsync(guid);
        entity.CustomAttributes.ShouldBe(new Dictionary<string, string?> { ["k"] = "v" });
        entity.Labels.ShouldBeEmpty();
        (entity.Classifications, entity.BusinessAttributes).ShouldBe((null, null));

        await shop.PostAsync(Post("{}"));
        (await shop.GetAsync(guid)).CustomAttributes.ShouldBeNull();
    }

    [Fact]
    public async Task Update_of_a_deleted_entity_is_refused()
    {
        await using var shop = await EntityFixture.OpenAsync();
        var guid = await shop.CreateAsync("shop_db", "d");
        await shop.DeleteAsync(guid);

        var code = await EntityFixture.ErrorOf(() => shop.PostAsync($$"""
            { "entity": { "guid": "{{guid}}", "typeName": "shop_db", "attributes": { "qualifiedName": "d", "name": "d" } } }
            """));

        code.ShouldBe("404-00-012");
    }

    [Fact]
    public async Task Update_by_the_guid_of_another_types_entity_is_refused()
    {
        await using var shop = await EntityFixture.OpenAsync();
        var guid = await shop.CreateAsync("shop_db", "d");

        var code = await EntityFixture.ErrorOf(() => shop.PostAsync($$"""
            { "entity": { "guid": "{{guid}}", "typeName": "shop_site", "attributes": { "qualifiedName": "d", "name": "d" } } }
            """));

        code.ShouldBe("404-00-007");
    }
}
