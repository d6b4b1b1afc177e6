using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Model.Json;

namespace AtlasHa.Catalog.Tests.Entities;

public sealed class PartialUpdateTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Update_by_unique_attribute_changes_only_what_is_given()
    {
        await using var shop = await EntityFixture.OpenAsync();
        var guid = await shop.CreateAsync("shop_table", "t", """, "rows": 5, "owner": "bob" """);

        var response = await UpdateAsync(shop, "shop_table", "t", """{ "entity": { "guid": "-4", "attributes": { "rows": 6 } } }""");

        response.Guids(EntityOperation.PartialUpdate).ShouldBe([guid]);
        response.MutatedEntities!.Keys.ShouldBe([EntityOperation.PartialUpdate]);
        response.GuidAssignments!["-4"].ShouldBe(guid);
        var entity = await shop.GetAsync(guid);
        (entity.Attributes!["rows"], entity.Attributes["owner"], entity.Attributes["name"]).ShouldBe((6L, "bob", "t"));
    }

    [Fact]
    public async Task Update_by_unique_attribute_reaches_a_subtype_and_reports_touched_entities_as_partially_updated()
    {
        await using var shop = await EntityFixture.OpenAsync();
        var view = await shop.CreateAsync("shop_view", "v");
        var db = await shop.CreateAsync("shop_db", "d");

        var response = await UpdateAsync(shop, "shop_table", "v", $$"""
            { "entity": { "typeName": "shop_table", "relationshipAttributes": { "db": { "guid": "{{db}}" } } } }
            """);

        response.Guids(EntityOperation.PartialUpdate).ShouldBe([view, db]);
        (await shop.GetAsync(view)).Related("db").ShouldBe([db]);
    }

    [Fact]
    public async Task Partial_update_appends_where_the_type_says_so_and_a_full_one_replaces()
    {
        await using var shop = await EntityFixture.OpenAsync();
        var (one, two) = (await shop.CreateAsync("shop_site", "s1"), await shop.CreateAsync("shop_site", "s2"));
        var guid = await shop.CreateAsync(
            "shop_table", "t", $$""", "history": [ "a" ], "aliases": [ "x" ], "watchers": [ { "guid": "{{one}}" } ] """);

        await UpdateAsync(shop, "shop_table", "t", $$"""
            { "entity": { "attributes": { "history": [ "b" ], "aliases": [ "y" ], "watchers": [ { "guid": "{{two}}" } ] } } }
            """);

        var entity = await shop.GetAsync(guid);
        ((List<object?>)entity.Attributes!["history"]!).ShouldBe(["a", "b"]);
        ((List<object?>)entity.Attributes["aliases"]!).ShouldBe(["y"]);
        entity.Related("watchers").ShouldBe(new[] { one, two }.Order());

        await shop.CreateAsync("shop_table", "t", """, "history": [ "c" ], "watchers": [] """);
        entity = await shop.GetAsync(guid);
        ((List<object?>)entity.Attributes!["history"]!).ShouldBe(["c"]);
        entity.Related("watchers").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("shop_db", "qualifiedName", "nowhere", "404-00-009")]
    [InlineData("shop_db", "region", "north", "400-00-013")]
    [InlineData("no_such", "qualifiedName", "d", "400-00-014")]
    public async Task Update_by_unique_attribute_refuses(string typeName, string attribute, string value, string code)
    {
        await using var shop = await EntityFixture.OpenAsync();
        await shop.CreateAsync("shop_db", "d");
        var request = AtlasJson.Parse<AtlasEntityWithExtInfo>("""{ "entity": { "attributes": { "name": "n" } } }""");

        (await EntityFixture.ErrorOf(() => shop.Entities.UpdateByUniqueAttributesAsync(
            typeName, new Dictionary<string, string> { [attribute] = value }, request, EntityFixture.Caller, Cancel))).ShouldBe(code);
    }

    [Theory]
    [InlineData("""{ "name": null }""")]
    [InlineData("""{ "rows": "many" }""")]
    public async Task Update_by_unique_attribute_validates_what_is_given(string attributes)
    {
        await using var shop = await EntityFixture.OpenAsync();
        await shop.CreateAsync("shop_table", "t");

        (await EntityFixture.ErrorOf(() => UpdateAsync(shop, "shop_table", "t", $$"""{ "entity": { "attributes": {{attributes}} } }""")))
            .ShouldBe("404-00-007");
    }

    [Fact]
    public async Task Update_of_one_attribute_sets_a_primitive()
    {
        await using var shop = await EntityFixture.OpenAsync();
        var guid = await shop.CreateAsync("shop_table", "t");

        var response = await shop.Entities.UpdateAttributeAsync(guid, "rows", "12", EntityFixture.Caller, Cancel);

        response.Guids(EntityOperation.PartialUpdate).ShouldBe([guid]);
        (await shop.GetAsync(guid)).Attributes!["rows"].ShouldBe(12L);
    }

    [Fact]
    public async Task Update_of_one_attribute_takes_a_bare_guid_for_a_reference()
    {
        await using var shop = await EntityFixture.OpenAsync();
        var (table, db) = (await shop.CreateAsync("shop_table", "t"), await shop.CreateAsync("shop_db", "d"));
        var note = await NoteAsync(shop);

        await shop.Entities.UpdateAttributeAsync(table, "db", db, EntityFixture.Caller, Cancel);
        await shop.Entities.UpdateAttributeAsync(note, "about", new Dictionary<string, object?> { ["guid"] = table }, EntityFixture.Caller, Cancel);

        (await shop.GetAsync(table)).Related("db").ShouldBe([db]);
        ((Dictionary<string, object?>)(await shop.GetAsync(note)).Attributes!["about"]!)["guid"].ShouldBe(table);
    }

    [Theory]
    [InlineData("no_such_attribute", "400-00-023")]
    [InlineData("aliases", "400-00-027")]
    [InlineData("kind", "400-00-027")]
    [InlineData("address", "400-00-027")]
    [InlineData("columns", "400-00-027")]
    [InlineData("rows", "404-00-007")]
    public async Task Update_of_one_attribute_refuses(string attribute, string code)
    {
        await using var shop = await EntityFixture.OpenAsync();
        var guid = await shop.CreateAsync("shop_table", "t");

        (await EntityFixture.ErrorOf(() => shop.Entities.UpdateAttributeAsync(guid, attribute, "x", EntityFixture.Caller, Cancel))).ShouldBe(code);
    }

    [Fact]
    public async Task Update_of_one_attribute_of_an_unknown_entity_is_refused()
    {
        await using var shop = await EntityFixture.OpenAsync();

        (await EntityFixture.ErrorOf(() => shop.Entities.UpdateAttributeAsync("gone", "rows", 1L, EntityFixture.Caller, Cancel))).ShouldBe("404-00-005");
    }

    private static async Task<string> NoteAsync(EntityFixture shop) => (await shop.PostAsync("""
        { "entity": { "guid": "-1", "typeName": "shop_note", "attributes": { "qualifiedName": "n" } } }
        """)).GuidAssignments!["-1"];

    private static Task<EntityMutationResponse> UpdateAsync(EntityFixture shop, string typeName, string qualifiedName, string json) =>
        shop.Entities.UpdateByUniqueAttributesAsync(
            typeName, new Dictionary<string, string> { ["qualifiedName"] = qualifiedName }, AtlasJson.Parse<AtlasEntityWithExtInfo>(json),
            EntityFixture.Caller, Cancel);
}
