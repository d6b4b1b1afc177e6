using AtlasHa.Catalog.Model.Json;
using AtlasHa.Catalog.Tests.Entities;
using Attributes = System.Collections.Generic.Dictionary<string, System.Collections.Generic.Dictionary<string, object?>?>;

namespace AtlasHa.Catalog.Tests.Annotations;

/// <summary>Business metadata of entities is set and removed.</summary>
public sealed class BusinessMetadataTests : IAsyncLifetime
{
    private const string StrictModel = """
        { "businessMetadataDefs": [
          { "name": "shop_strict", "attributeDefs": [
            { "name": "must", "typeName": "int", "isOptional": false, "isIndexable": true, "options": { "applicableEntityTypes": "[\"shop_table\"]" } },
            { "name": "may", "typeName": "array<string>", "isOptional": true, "isIndexable": true,
              "options": { "maxStrLength": "5", "applicableEntityTypes": "[\"shop_table\"]" } } ] } ] }
        """;

    private EntityFixture _shop = null!;
    private string _table = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _shop = await EntityFixture.OpenAsync();
        await _shop.DefineAsync(StrictModel);
        _table = await _shop.CreateAsync("shop_table", "t");
    }

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task Attributes_are_merged_cleared_by_null_and_overwritten()
    {
        await SetAsync("""{ "shop_care": { "steward": "eve", "score": "7" } }""");
        (await JsonAsync()).ShouldBe("""{"shop_care":{"steward":"eve","score":7}}""");

        await SetAsync("""{ "shop_care": { "steward": null }, "shop_strict": { "must": 1, "may": [ "a", "b" ] } }""");
        (await JsonAsync()).ShouldBe("""{"shop_care":{"score":7},"shop_strict":{"must":1,"may":["a","b"]}}""");

        await SetAsync("""{ "shop_strict": { "must": 2 } }""", overwrite: true);
        (await JsonAsync()).ShouldBe("""{"shop_strict":{"must":2}}""");
    }

    [Fact]
    public async Task Attributes_and_whole_business_metadata_are_removed()
    {
        await SetAsync("""{ "shop_care": { "steward": "eve", "score": 7 }, "shop_strict": { "must": 1 } }""");

        await RemoveAsync("""{ "shop_care": { "steward": "whatever" } }""");
        (await JsonAsync()).ShouldBe("""{"shop_care":{"score":7},"shop_strict":{"must":1}}""");
        await RemoveAsync("""{ "shop_strict": {} }""");
        (await JsonAsync()).ShouldBe("""{"shop_care":{"score":7}}""");
        await RemoveAsync("""{ "shop_care": null, "shop_strict": { "may": "" } }""");
        (await JsonAsync()).ShouldBeNull();
    }

    [Theory]
    [InlineData("{}", "400-00-01A")]
    [InlineData("""{ "no_such": { "steward": "eve" } }""", "404-00-007")]
    [InlineData("""{ "shop_care": { "no_such": 1 } }""", "404-00-007")]
    [InlineData("""{ "shop_care": { "score": "high" } }""", "404-00-007")]
    [InlineData("""{ "shop_care": { "steward": "much too long" } }""", "404-00-007")]
    [InlineData("""{ "shop_strict": { "may": [ "a" ] } }""", "404-00-007")]
    [InlineData("""{ "shop_strict": { "must": 1, "may": [ "too long" ] } }""", "404-00-007")]
    public async Task Set_is_refused_as_a_whole(string attributes, string code)
    {
        await SetAsync("""{ "shop_care": { "score": 1 } }""");

        (await EntityFixture.ErrorOf(() => SetAsync(attributes))).ShouldBe(code);

        (await JsonAsync()).ShouldBe("""{"shop_care":{"score":1}}""");
    }

    [Fact]
    public async Task Removal_is_refused_of_what_cannot_be_there_or_must_be()
    {
        await SetAsync("""{ "shop_strict": { "must": 1, "may": [ "a" ] } }""");

        (await EntityFixture.ErrorOf(() => RemoveAsync("{}"))).ShouldBe("400-00-01A");
        (await EntityFixture.ErrorOf(() => RemoveAsync("""{ "no_such": {} }"""))).ShouldBe("404-00-007");
        (await EntityFixture.ErrorOf(() => RemoveAsync("""{ "shop_strict": { "must": 1 } }"""))).ShouldBe("404-00-007");
        (await EntityFixture.ErrorOf(() => _shop.Catalog.BusinessMetadata.RemoveAsync(
            "nobody", Parse("""{ "shop_strict": {} }"""), EntityFixture.Caller, Cancel))).ShouldBe("404-00-005");
    }

    [Fact]
    public async Task Business_metadata_is_in_use_as_long_as_an_entity_has_it()
    {
        await SetAsync("""{ "shop_strict": { "must": 1 } }""");
        (await EntityFixture.ErrorOf(() => _shop.Catalog.Types.DeleteAsync("shop_strict", force: false, EntityFixture.Caller, Cancel))).ShouldBe("409-00-002");
        await RemoveAsync("""{ "shop_strict": {} }""");
        await _shop.Catalog.Types.DeleteAsync("shop_strict", force: false, EntityFixture.Caller, Cancel);
    }

    [Fact]
    public async Task Entities_that_are_deleted_or_of_another_type_are_refused()
    {
        var site = await _shop.CreateAsync("shop_site", "s");
        (await EntityFixture.ErrorOf(() => SetAsync(site))).ShouldBe("404-00-007");
        await _shop.DeleteAsync(_table);
        (await EntityFixture.ErrorOf(() => SetAsync(_table))).ShouldBe("404-00-012");

        Task SetAsync(string guid) => _shop.Catalog.BusinessMetadata.SetAsync(
            guid, Parse("""{ "shop_care": { "score": 1 } }"""), overwrite: false, EntityFixture.Caller, Cancel);
    }

    private static Attributes Parse(string json) => AtlasJson.Parse<Attributes>(json);

    private Task SetAsync(string attributes, bool overwrite = false) =>
        _shop.Catalog.BusinessMetadata.SetAsync(_table, Parse(attributes), overwrite, EntityFixture.Caller, Cancel);

    private Task RemoveAsync(string attributes) =>
        _shop.Catalog.BusinessMetadata.RemoveAsync(_table, Parse(attributes), EntityFixture.Caller, Cancel);

    private async Task<string?> JsonAsync() => (await _shop.GetAsync(_table)).BusinessAttributes is { } attributes
        ? System.Text.Encoding.UTF8.GetString(AtlasJson.Write(attributes))
        : null;
}
