using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Model.Json;
using AtlasHa.Catalog.Tests.Entities;

namespace AtlasHa.Catalog.Tests.Classifications;

/// <summary>One classification for many entities, classifications made equal to those of headers, and what changed since a time.</summary>
public sealed class BulkClassificationTests : IAsyncLifetime
{
    private EntityFixture _shop = null!;
    private string _one = null!;
    private string _two = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _shop = await EntityFixture.OpenAsync();
        _one = await _shop.CreateAsync("shop_db", "one");
        _two = await _shop.CreateAsync("shop_db", "two");
    }

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task Classification_is_put_on_entities_by_guid_and_by_unique_attributes()
    {
        await AssociateAsync($$"""
            { "classification": { "typeName": "shop_pii", "attributes": { "level": 2 } }, "entityGuids": [ "{{_one}}" ],
              "entityTypeName": "shop_db", "entitiesUniqueAttributes": [ { "qualifiedName": "two" } ] }
            """);

        foreach (var guid in new[] { _one, _two })
            (await _shop.Catalog.Classifications.GetAsync(guid, "shop_pii", Cancel)).EntityGuid.ShouldBe(guid);
    }

    [Theory]
    [InlineData("""{ "entityGuids": [ "ONE" ] }""", "400-00-01A")]
    [InlineData("""{ "classification": { "typeName": "shop_pii" } }""", "400-00-01A")]
    [InlineData("""{ "classification": { "typeName": "shop_pii" }, "entityTypeName": "shop_db" }""", "400-00-01A")]
    [InlineData("""{ "classification": { "typeName": "no_such" }, "entityGuids": [ "ONE" ] }""", "404-00-008")]
    [InlineData("""{ "classification": { "typeName": "shop_pii" }, "entityGuids": [ "ONE", "no-such-guid" ] }""", "404-00-005")]
    [InlineData(
        """{ "classification": { "typeName": "shop_pii" }, "entityGuids": [ "ONE" ], "entityTypeName": "shop_db", "entitiesUniqueAttributes": [ { "qualifiedName": "x" } ] }""",
        "404-00-009")]
    public async Task Association_is_refused_for_all_when_it_is_for_one(string request, string code)
    {
        (await EntityFixture.ErrorOf(() => AssociateAsync(request.Replace("ONE", _one, StringComparison.Ordinal)))).ShouldBe(code);

        (await _shop.TagsAsync(_one)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Failing_entities_are_left_out_when_that_is_asked_for()
    {
        await _shop.ClassifyAsync(_two, """[ { "typeName": "shop_pii", "attributes": { "level": 9 } } ]""");
        var site = await _shop.CreateAsync("shop_site", "s");

        await AssociateAsync($$"""
            { "classification": { "typeName": "shop_pii" }, "entityGuids": [ "no-such-guid", "{{_two}}", "{{_one}}" ] }
            """, skipFailed: true);
        await AssociateAsync($$"""{ "classification": { "typeName": "shop_secret" }, "entityGuids": [ "{{site}}", "{{_one}}" ] }""", skipFailed: true);

        (await _shop.TagsAsync(_one)).ShouldBe(["shop_pii", "shop_secret"]);
        (await _shop.Catalog.Classifications.GetAsync(_two, "shop_pii", Cancel)).Attributes!["level"].ShouldBe(9L);
        (await _shop.TagsAsync(site)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Classifications_are_made_equal_to_those_of_headers_from_elsewhere()
    {
        await _shop.ClassifyAsync(_one, """[ { "typeName": "shop_pii", "attributes": { "level": 1 } }, { "typeName": "shop_secret" } ]""");

        var lines = await SetAsync("""
            { "guidHeaderMap": {
                "elsewhere-1": { "guid": "elsewhere-1", "typeName": "shop_db", "attributes": { "qualifiedName": "one" },
                  "classifications": [ { "typeName": "shop_pii", "entityGuid": "elsewhere-1", "attributes": { "level": 2 } } ] },
                "elsewhere-2": { "guid": "elsewhere-2", "typeName": "shop_db", "attributes": { "qualifiedName": "two" },
                  "classifications": [ { "typeName": "shop_secret" }, { "typeName": "no_such" }, { "typeName": "shop_pii", "entityGuid": "elsewhere-1" } ] },
                "elsewhere-3": { "typeName": "shop_db", "attributes": { "qualifiedName": "three" } },
                "elsewhere-4": { "typeName": "no_such_type" } } }
            """);

        lines.ShouldContain($"Delete:shop_db:one:shop_secret -> {_one}:(Done)");
        lines.ShouldContain($"Update:shop_db:one:shop_pii -> {_one}:(Done)");
        lines.ShouldContain($"Add:shop_db:two:shop_secret -> {_two}:(Done)");
        lines.ShouldContain(line => line.StartsWith($"Add:shop_db:two:no_such -> {_two}:(Skipped)", StringComparison.Ordinal));
        lines.Count(line => line.Contains("(Skipped)", StringComparison.Ordinal)).ShouldBe(3);
        (await _shop.TagsAsync(_one)).ShouldBe(["shop_pii"]);
        (await _shop.Catalog.Classifications.GetAsync(_one, "shop_pii", Cancel)).Attributes!["level"].ShouldBe(2L);
        (await _shop.TagsAsync(_two)).ShouldBe(["shop_secret"]);
    }

    [Fact]
    public async Task Headers_are_those_whose_classifications_changed_since()
    {
        await _shop.ClassifyAsync(_one, """[ { "typeName": "shop_pii" } ]""");
        _shop.Time.Advance(TimeSpan.FromSeconds(10));
        var since = _shop.Time.GetUtcNow().ToUnixTimeMilliseconds();
        await _shop.ClassifyAsync(_two, """[ { "typeName": "shop_pii" } ]""");

        var changed = (await _shop.Catalog.Classifications.GetChangedHeadersAsync(since, Cancel)).GuidHeaderMap!;

        changed.Keys.ShouldBe([_two]);
        changed[_two]!.Classifications.ShouldHaveSingleItem().TypeName.ShouldBe("shop_pii");
        (await _shop.Catalog.Classifications.GetChangedHeadersAsync(0, Cancel)).GuidHeaderMap!.Count.ShouldBe(2);
        (await EntityFixture.ErrorOf(() => _shop.Catalog.Classifications.GetChangedHeadersAsync(since + 1, Cancel))).ShouldBe("400-00-029");
    }

    private Task AssociateAsync(string request, bool skipFailed = false) => _shop.Catalog.Classifications.AssociateAsync(
        AtlasJson.Parse<ClassificationAssociateRequest>(request), skipFailed, EntityFixture.Caller, Cancel);

    private async Task<List<string>> SetAsync(string headers) =>
        (await _shop.Catalog.Classifications.SetAsync(AtlasJson.Parse<AtlasEntityHeaders>(headers), EntityFixture.Caller, Cancel)).Lines;
}
