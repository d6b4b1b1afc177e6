namespace AtlasHa.Catalog.Tests.Entities;

public sealed class ResolutionTests
{
    [Theory]
    [InlineData("""{ "guid": "-5" }""", "404-00-00A")]
    [InlineData("""{ "guid": "11111111-1111-1111-1111-111111111111" }""", "404-00-00A")]
    [InlineData("""{ "typeName": "shop_db", "uniqueAttributes": { "qualifiedName": "nowhere" } }""", "404-00-00A")]
    [InlineData("""{ "typeName": "shop_db", "uniqueAttributes": { "region": "north" } }""", "404-00-00A")]
    [InlineData("""{ "typeName": "no_such", "uniqueAttributes": { "qualifiedName": "d" } }""", "400-00-014")]
    [InlineData("""{ "typeName": "shop_db", "uniqueAttributes": {} }""", "400-00-021")]
    [InlineData("""{ "typeName": "shop_db" }""", "400-00-021")]
    [InlineData("""{ "guid": "", "typeName": null, "uniqueAttributes": null }""", "400-00-021")]
    [InlineData("\"some text\"", "400-00-021")]
    public async Task Reference_to_nothing_is_refused(string reference, string code)
    {
        await using var shop = await EntityFixture.OpenAsync();
        string Post(string member) => $$"""
            { "entity": { "guid": "-1", "typeName": "shop_table", "attributes": { "qualifiedName": "t", "name": "t" }, "{{member}}": { "db": {{reference}} } } }
            """;

        (await EntityFixture.ErrorOf(() => shop.PostAsync(Post("relationshipAttributes")))).ShouldBe(code);
        (await shop.FindAsync("shop_table", "t")).ShouldBeNull();
    }

    [Theory]
    [InlineData("""{ "about": { "guid": "-5" } }""", "404-00-00A")]
    [InlineData("""{ "about": "text" }""", "400-00-021")]
    [InlineData("""{ "parts": [ { "guid": "-5" } ] }""", "404-00-00A")]
    [InlineData("""{ "parts": [ {} ] }""", "400-00-021")]
    public async Task Reference_to_nothing_in_a_plain_attribute_is_refused(string attributes, string code)
    {
        await using var shop = await EntityFixture.OpenAsync();

        (await EntityFixture.ErrorOf(() => shop.PostAsync($$"""
            { "entity": { "guid": "-1", "typeName": "shop_note", "attributes": { "qualifiedName": "n", {{attributes.Trim()[1..^1]}} } } }
            """))).ShouldBe(code);
    }

    [Fact]
    public async Task Reference_by_unique_attributes_finds_a_subtypes_entity()
    {
        await using var shop = await EntityFixture.OpenAsync();
        var view = await shop.CreateAsync("shop_view", "v");

        var response = await shop.PostAsync("""
            { "entity": { "guid": "-1", "typeName": "shop_column", "attributes": { "qualifiedName": "v.c", "name": "c", "dataType": "int" },
              "relationshipAttributes": { "table": { "typeName": "shop_table", "uniqueAttributes": { "qualifiedName": "v" } } } } }
            """);

        (await shop.GetAsync(response.GuidAssignments!["-1"])).Related("table").ShouldBe([view]);
    }

    [Fact]
    public async Task Reference_in_a_struct_is_resolved_to_the_guid_given_to_the_new_entity()
    {
        await using var shop = await EntityFixture.OpenAsync();

        var response = await shop.PostAsync("""
            { "entity": { "guid": "-1", "typeName": "shop_table", "attributes": { "qualifiedName": "t", "name": "t",
                "address": { "typeName": "shop_address", "attributes": { "city": "Ulm", "keeper": { "guid": "-2" } } } } },
              "referredEntities": { "-2": { "typeName": "shop_note", "attributes": { "qualifiedName": "n" } } } }
            """);

        var guids = response.GuidAssignments!;
        var address = (Dictionary<string, object?>)(await shop.GetAsync(guids["-1"])).Attributes!["address"]!;
        var keeper = (Dictionary<string, object?>)((Dictionary<string, object?>)address["attributes"]!)["keeper"]!;
        (keeper["guid"], keeper["typeName"]).ShouldBe((guids["-2"], "shop_note"));
    }

    [Fact]
    public async Task Entity_with_a_guid_of_the_clients_choice_is_matched_by_unique_attributes_or_refused()
    {
        await using var shop = await EntityFixture.OpenAsync();
        const string Request = """
            { "entity": { "guid": "my-own", "typeName": "shop_db", "attributes": { "qualifiedName": "d", "name": "d" } } }
            """;
        (await EntityFixture.ErrorOf(() => shop.PostAsync(Request))).ShouldBe("404-00-00A");
        var guid = await shop.CreateAsync("shop_db", "d");

        (await shop.PostAsync(Request)).GuidAssignments!["my-own"].ShouldBe(guid);
    }

    [Fact]
    public async Task Reference_to_an_entity_of_the_wrong_type_is_refused()
    {
        await using var shop = await EntityFixture.OpenAsync();
        var site = await shop.CreateAsync("shop_site", "s");

        (await EntityFixture.ErrorOf(() => shop.PostAsync($$"""
            { "entity": { "guid": "-1", "typeName": "shop_table", "attributes": { "qualifiedName": "t", "name": "t", "db": { "guid": "{{site}}" } } } }
            """))).ShouldBe("400-00-036");
        (await EntityFixture.ErrorOf(() => shop.PostAsync($$"""
            { "entity": { "guid": "-1", "typeName": "shop_note", "attributes": { "qualifiedName": "n", "about": { "guid": "{{site}}" } } } }
            """))).ShouldBe("404-00-007");
    }
}
