using AtlasHa.Catalog.Model.Instances;

namespace AtlasHa.Catalog.Tests.Entities;

public sealed class ReadTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Read_by_guid_has_every_attribute_and_the_owned_entities()
    {
        await using var shop = await EntityFixture.OpenAsync();
        var guids = await shop.CreateTableAsync("t", "a", "b");

        var answer = await shop.Entities.GetAsync(guids["-1"], EntityReadOptions.Default, Cancel);

        answer.Entity!.Attributes!.Keys.ShouldBe(shop.Catalog.Registry.GetEntityType("shop_table").Attributes.Keys, ignoreOrder: true);
        answer.Entity.RelationshipAttributes!.Keys.ShouldContain("keys");
        answer.Entity.RelationshipAttributes["db"].ShouldBeNull();
        answer.ReferredEntities!.Keys.Order().ShouldBe(new[] { guids["-2"], guids["-3"] }.Order());
        answer.ReferredEntities[guids["-2"]]!.Related("table").ShouldBe([guids["-1"]]);
    }

    [Fact]
    public async Task Read_of_a_part_does_not_bring_its_whole()
    {
        await using var shop = await EntityFixture.OpenAsync();
        var guids = await shop.CreateTableAsync("t", "a");

        (await shop.Entities.GetAsync(guids["-2"], EntityReadOptions.Default, Cancel)).ReferredEntities.ShouldBeEmpty();
    }

    [Fact]
    public async Task Owned_entities_are_followed_to_the_end()
    {
        await using var shop = await EntityFixture.OpenAsync();
        var response = await shop.PostAsync("""
            { "entity": { "guid": "-1", "typeName": "shop_note", "attributes": { "qualifiedName": "n1", "parts": [ { "guid": "-2" } ] } },
              "referredEntities": {
                "-2": { "typeName": "shop_note", "attributes": { "qualifiedName": "n2", "parts": [ { "guid": "-3" } ] } },
                "-3": { "typeName": "shop_note", "attributes": { "qualifiedName": "n3", "parts": [ { "guid": "-1" } ] } } } }
            """);
        var guids = response.GuidAssignments!;

        var answer = await shop.Entities.GetAsync(guids["-1"], EntityReadOptions.Default, Cancel);

        answer.ReferredEntities!.Keys.Order().ShouldBe(new[] { guids["-2"], guids["-3"] }.Order());
    }

    [Fact]
    public async Task Short_referred_entities_have_header_and_schema_attributes_only()
    {
        await using var shop = await EntityFixture.OpenAsync();
        var guids = await shop.CreateTableAsync("t", "a");

        var answer = await shop.Entities.GetAsync(guids["-1"], new EntityReadOptions { MinExtInfo = true }, Cancel);

        answer.Entity!.RelationshipAttributes.ShouldNotBeNull();
        var column = answer.ReferredEntities![guids["-2"]]!;
        column.Attributes!.Keys.Order().ShouldBe(["description", "name", "owner", "qualifiedName"]);
        column.RelationshipAttributes.ShouldBeNull();
        column.CreatedBy.ShouldBe("ada");
    }

    [Fact]
    public async Task Ignored_relationships_are_left_out_but_legacy_attributes_stay()
    {
        await using var shop = await EntityFixture.OpenAsync();
        var guids = await shop.CreateTableAsync("t", "a");
        var job = await shop.CreateAsync("shop_job", "j", $$""", "inputs": [ { "guid": "{{guids["-1"]}}" } ] """);
        var options = new EntityReadOptions { IgnoreRelationships = true };

        var table = await shop.Entities.GetAsync(guids["-1"], options, Cancel);
        var process = await shop.Entities.GetAsync(job, options, Cancel);

        (table.Entity!.RelationshipAttributes, process.Entity!.RelationshipAttributes).ShouldBe((null, null));
        table.ReferredEntities.ShouldBeEmpty();
        ((List<object?>)process.Entity.Attributes!["inputs"]!).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Bulk_read_answers_in_order_and_refuses_when_one_is_unknown()
    {
        await using var shop = await EntityFixture.OpenAsync();
        var (first, second) = (await shop.CreateAsync("shop_db", "d1"), await shop.CreateAsync("shop_db", "d2"));
        await shop.DeleteAsync(second);

        var answer = await shop.Entities.GetAsync([second, first], EntityReadOptions.Default, Cancel);

        answer.Entities!.Select(entity => entity!.Guid).ShouldBe([second, first]);
        answer.Entities![0]!.Status.ShouldBe(EntityStatus.Deleted);
        (await EntityFixture.ErrorOf(() => shop.Entities.GetAsync([first, "gone"], EntityReadOptions.Default, Cancel))).ShouldBe("404-00-005");
        (await EntityFixture.ErrorOf(() => shop.Entities.GetAsync([], EntityReadOptions.Default, Cancel))).ShouldBe("404-00-005");
        (await EntityFixture.ErrorOf(() => shop.GetAsync("gone"))).ShouldBe("404-00-005");
    }

    [Theory]
    [InlineData("no_such", "qualifiedName=d", "400-00-014")]
    [InlineData("shop_db", "", "400-00-013")]
    [InlineData("shop_db", "region=north", "400-00-013")]
    [InlineData("shop_db", "qualifiedName=d&region=north", "400-00-013")]
    [InlineData("shop_db", "qualifiedName=nowhere", "404-00-009")]
    [InlineData("shop_site", "qualifiedName=d", "404-00-009")]
    public async Task Read_by_unique_attribute_refuses(string typeName, string query, string code)
    {
        await using var shop = await EntityFixture.OpenAsync();
        await shop.CreateAsync("shop_db", "d", """, "region": "north" """);

        (await EntityFixture.ErrorOf(() => shop.Entities.GetByUniqueAttributesAsync(typeName, Parse(query), EntityReadOptions.Default, Cancel))).ShouldBe(code);
        (await EntityFixture.ErrorOf(() => shop.Entities.GetHeaderByUniqueAttributesAsync(typeName, Parse(query), Cancel))).ShouldBe(code);
    }

    [Fact]
    public async Task Read_by_unique_attribute_finds_active_entities_of_the_type_and_its_subtypes()
    {
        await using var shop = await EntityFixture.OpenAsync();
        var view = await shop.CreateAsync("shop_view", "v");

        var answer = await shop.Entities.GetByUniqueAttributesAsync("Asset", Parse("qualifiedName=v"), EntityReadOptions.Default, Cancel);
        answer.Entity!.Guid.ShouldBe(view);

        await shop.DeleteAsync(view);
        (await EntityFixture.ErrorOf(() => shop.Entities.GetByUniqueAttributesAsync("Asset", Parse("qualifiedName=v"), EntityReadOptions.Default, Cancel)))
            .ShouldBe("404-00-009");
    }

    [Fact]
    public async Task Bulk_read_by_unique_attributes_skips_what_is_not_there()
    {
        await using var shop = await EntityFixture.OpenAsync();
        var guid = await shop.CreateAsync("shop_db", "d");

        var answer = await shop.Entities.GetByUniqueAttributesAsync(
            "shop_db", [Parse("qualifiedName=nowhere"), Parse("qualifiedName=d")], EntityReadOptions.Default, Cancel);

        answer.Entities!.Select(entity => entity!.Guid).ShouldBe([guid]);
        (await EntityFixture.ErrorOf(() => shop.Entities.GetByUniqueAttributesAsync(
            "shop_db", [Parse("region=north")], EntityReadOptions.Default, Cancel))).ShouldBe("400-00-013");
    }

    [Fact]
    public async Task Header_has_header_attributes_and_names_only()
    {
        await using var shop = await EntityFixture.OpenAsync();
        var guid = (await shop.PostAsync("""
            { "entity": { "guid": "-1", "typeName": "shop_db", "attributes": { "qualifiedName": "d", "name": "", "displayName": "Shown", "createTime": 17 },
              "classifications": [ { "typeName": "shop_pii" } ] } }
            """)).GuidAssignments!["-1"];

        var header = await shop.Entities.GetHeaderAsync(guid, Cancel);

        header.Attributes!.Keys.Order().ShouldBe(["createTime", "description", "name", "owner", "qualifiedName"]);
        (header.Attributes["createTime"], header.Attributes["description"]).ShouldBe((17L, ""));
        header.DisplayText.ShouldBe("Shown");
        header.ClassificationNames.ShouldBe(["shop_pii"]);
        header.Classifications.ShouldBeNull();
        (await EntityFixture.ErrorOf(() => shop.Entities.GetHeaderAsync("gone", Cancel))).ShouldBe("404-00-005");
        (await shop.Entities.GetHeaderByUniqueAttributesAsync("shop_db", Parse("qualifiedName=d"), Cancel)).Guid.ShouldBe(guid);
    }

    private static Dictionary<string, string> Parse(string query) => query
        .Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(part => part.Split('='))
        .ToDictionary(part => part[0], part => part[1]);
}
