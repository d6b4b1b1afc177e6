using AtlasHa.Catalog.Model;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Model.Json;
using AtlasHa.Catalog.Tests.Entities;

namespace AtlasHa.Catalog.Tests.Classifications;

/// <summary>Classifications are put on entities, changed, read and removed.</summary>
public sealed class ClassificationTests : IAsyncLifetime
{
    private EntityFixture _shop = null!;
    private string _db = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _shop = await EntityFixture.OpenAsync();
        _db = await _shop.CreateAsync("shop_db", "d");
    }

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task Classification_is_added_with_defaults_and_shown_with_the_entity()
    {
        await _shop.ClassifyAsync(_db, """[ { "typeName": "shop_pii", "attributes": { "level": "3" } }, { "typeName": "shop_secret", "propagate": false } ]""");

        var entity = await _shop.GetAsync(_db);
        entity.Classifications!.Select(tag => (tag.TypeName, tag.EntityGuid, tag.EntityStatus, tag.Propagate, tag.RemovePropagationsOnEntityDelete))
            .ShouldBe([("shop_pii", _db, EntityStatus.Active, true, false), ("shop_secret", _db, EntityStatus.Active, false, false)]);
        entity.Classifications![0].Attributes!["level"].ShouldBe(3L);
        (await _shop.Entities.GetHeaderAsync(_db, Cancel)).ClassificationNames.ShouldBe(["shop_pii", "shop_secret"]);
        (await _shop.Catalog.Classifications.GetAsync(_db, "SHOP_PII", Cancel)).TypeName.ShouldBe("shop_pii");
    }

    [Theory]
    [InlineData("[]", "400-00-01A")]
    [InlineData("[ null ]", "400-00-01A")]
    [InlineData("""[ { "typeName": "no_such" } ]""", "404-00-008")]
    [InlineData("""[ { "typeName": "shop_pii", "attributes": { "level": "high" } } ]""", "400-00-01A")]
    [InlineData("""[ { "typeName": "shop_pii", "validityPeriods": [ { "startTime": "soon" } ] } ]""", "400-00-01A")]
    [InlineData("""[ { "typeName": "shop_secret" }, { "typeName": "shop_here" } ]""", "400-00-01A")]
    [InlineData("""[ { "typeName": "shop_secret" }, { "typeName": "shop_secret" } ]""", "400-00-01A")]
    public async Task Add_is_refused_as_a_whole(string classifications, string code)
    {
        await _shop.DefineAsync("""{ "classificationDefs": [ { "name": "shop_here" } ] }""");
        await _shop.ClassifyAsync(_db, """[ { "typeName": "shop_here" } ]""");

        (await EntityFixture.ErrorOf(() => _shop.ClassifyAsync(_db, classifications))).ShouldBe(code);

        (await _shop.TagsAsync(_db)).ShouldBe(["shop_here"]);
    }

    [Fact]
    public async Task Add_is_refused_for_entities_that_are_unknown_deleted_or_of_another_type()
    {
        const string Secret = """[ { "typeName": "shop_secret" } ]""";
        var site = await _shop.CreateAsync("shop_site", "s");
        (await EntityFixture.ErrorOf(() => _shop.ClassifyAsync(site, Secret))).ShouldBe("400-00-055");
        (await EntityFixture.ErrorOf(() => _shop.ClassifyAsync("no-such-guid", Secret))).ShouldBe("404-00-005");
        await _shop.DeleteAsync(_db);
        (await EntityFixture.ErrorOf(() => _shop.ClassifyAsync(_db, Secret))).ShouldBe("404-00-012");
    }

    [Fact]
    public async Task Classification_of_another_entity_that_is_sent_back_asks_for_nothing()
    {
        await _shop.ClassifyAsync(_db, """[ { "typeName": "shop_pii", "entityGuid": "elsewhere" }, { "typeName": "shop_secret" } ]""");

        (await _shop.TagsAsync(_db)).ShouldBe(["shop_secret"]);
    }

    [Fact]
    public async Task Update_merges_attributes_and_replaces_the_rest()
    {
        await _shop.DefineAsync("""
            { "classificationDefs": [ { "name": "shop_two", "attributeDefs": [
                { "name": "a", "typeName": "int", "isOptional": true }, { "name": "b", "typeName": "string", "isOptional": true } ] } ] }
            """);
        await _shop.ClassifyAsync(_db, """
            [ { "typeName": "shop_two", "attributes": { "a": 1, "b": "x" }, "validityPeriods": [ { "timeZone": "UTC" } ] } ]
            """);

        await UpdateAsync(EntityLocator.Of(_db), """
            [ { "typeName": "shop_two", "attributes": { "a": 2 }, "removePropagationsOnEntityDelete": true, "propagate": false,
                "validityPeriods": [ { "startTime": "2026/01/01 00:00:00", "timeZone": "UTC" } ] } ]
            """);

        var tag = await _shop.Catalog.Classifications.GetAsync(_db, "shop_two", Cancel);
        (tag.Attributes!["a"], tag.Attributes["b"]).ShouldBe((2L, "x"));
        (tag.Propagate, tag.RemovePropagationsOnEntityDelete).ShouldBe((false, true));
        tag.ValidityPeriods.ShouldHaveSingleItem().StartTime.ShouldBe("2026/01/01 00:00:00");
    }

    [Theory]
    [InlineData("[]", "400-00-01A")]
    [InlineData("""[ { "typeName": "shop_secret" } ]""", "400-00-06D")]
    [InlineData("""[ { "typeName": "shop_pii", "entityGuid": "elsewhere" } ]""", "400-00-06B")]
    [InlineData("""[ { "typeName": "no_such" } ]""", "404-00-008")]
    [InlineData("""[ { "typeName": "shop_pii", "attributes": { "level": "high" } } ]""", "400-00-01A")]
    public async Task Update_is_refused(string classifications, string code)
    {
        await _shop.ClassifyAsync(_db, """[ { "typeName": "shop_pii", "attributes": { "level": 1 } } ]""");

        (await EntityFixture.ErrorOf(() => UpdateAsync(EntityLocator.Of(_db), classifications))).ShouldBe(code);

        (await _shop.Catalog.Classifications.GetAsync(_db, "shop_pii", Cancel)).Attributes!["level"].ShouldBe(1L);
    }

    [Fact]
    public async Task Classification_is_removed_and_its_type_can_go_then()
    {
        await _shop.ClassifyAsync(_db, """[ { "typeName": "shop_pii" }, { "typeName": "shop_secret" } ]""");
        (await EntityFixture.ErrorOf(() => DeleteTypeAsync("shop_pii"))).ShouldBe("409-00-002");

        await RemoveAsync(EntityLocator.Of(_db), "shop_pii");

        (await _shop.TagsAsync(_db)).ShouldBe(["shop_secret"]);
        await DeleteTypeAsync("shop_pii");
    }

    [Fact]
    public async Task Removal_is_refused_when_there_is_nothing_to_remove()
    {
        (await EntityFixture.ErrorOf(() => RemoveAsync(EntityLocator.Of(_db), "no_such"))).ShouldBe("400-00-014");
        (await EntityFixture.ErrorOf(() => RemoveAsync(EntityLocator.Of("no-such-guid"), "shop_pii"))).ShouldBe("404-00-005");
        (await EntityFixture.ErrorOf(() => RemoveAsync(EntityLocator.Of(_db), "shop_pii"))).ShouldBe("404-00-003");
        await _shop.ClassifyAsync(_db, """[ { "typeName": "shop_secret" } ]""");
        (await EntityFixture.ErrorOf(() => RemoveAsync(EntityLocator.Of(_db), "shop_pii"))).ShouldBe("400-00-06D");
    }

    [Fact]
    public async Task Entities_are_found_by_unique_attributes_too()
    {
        var byName = EntityLocator.Of("Asset", new Dictionary<string, string> { ["qualifiedName"] = "d" });
        await _shop.Catalog.Classifications.AddAsync(byName, Tags("""[ { "typeName": "shop_pii" } ]"""), EntityFixture.Caller, Cancel);
        await UpdateAsync(byName, """[ { "typeName": "shop_pii", "attributes": { "level": 8 } } ]""");
        (await _shop.Catalog.Classifications.GetAsync(_db, "shop_pii", Cancel)).Attributes!["level"].ShouldBe(8L);
        await RemoveAsync(byName, "shop_pii");
        (await _shop.TagsAsync(_db)).ShouldBeEmpty();

        var unknown = EntityLocator.Of("shop_db", new Dictionary<string, string> { ["qualifiedName"] = "nobody" });
        (await EntityFixture.ErrorOf(() => RemoveAsync(unknown, "shop_pii"))).ShouldBe("404-00-009");
        (await EntityFixture.ErrorOf(() => RemoveAsync(unknown with { TypeName = "no_such" }, "shop_pii"))).ShouldBe("400-00-014");
        (await EntityFixture.ErrorOf(() => RemoveAsync(unknown with { UniqueAttributes = new Dictionary<string, string>() }, "shop_pii"))).ShouldBe("400-00-013");
    }

    [Fact]
    public async Task Reading_is_refused_for_what_is_not_there()
    {
        (await EntityFixture.ErrorOf(() => _shop.Catalog.Classifications.GetAllAsync("no-such-guid", Cancel))).ShouldBe("404-00-005");
        (await EntityFixture.ErrorOf(() => _shop.Catalog.Classifications.GetAsync(_db, "shop_pii", Cancel))).ShouldBe("404-00-008");
    }

    [Fact]
    public async Task Classification_of_a_deleted_entity_says_so_and_can_be_removed()
    {
        await _shop.ClassifyAsync(_db, """[ { "typeName": "shop_pii" } ]""");
        var deleted = await _shop.DeleteAsync(_db);

        deleted.MutatedEntities![EntityOperation.Delete][0].Classifications.ShouldHaveSingleItem().EntityStatus.ShouldBe(EntityStatus.Deleted);
        (await _shop.GetAsync(_db)).Classifications.ShouldHaveSingleItem().EntityStatus.ShouldBe(EntityStatus.Deleted);
        await RemoveAsync(EntityLocator.Of(_db), "shop_pii");
        (await _shop.GetAsync(_db)).Classifications.ShouldBeNull();
    }

    [Fact]
    public async Task Repeated_add_with_a_request_id_is_made_once()
    {
        var named = new CallContext("ada", "r1");
        var first = await _shop.Catalog.Classifications.AddAsync(EntityLocator.Of(_db), Tags("""[ { "typeName": "shop_pii" } ]"""), named, Cancel);
        var second = await _shop.Catalog.Classifications.AddAsync(EntityLocator.Of(_db), Tags("""[ { "typeName": "shop_pii" } ]"""), named, Cancel);

        (first.IsReplayed, second.IsReplayed).ShouldBe((false, true));
    }

    private static List<AtlasClassification> Tags(string json) => AtlasJson.Parse<List<AtlasClassification>>(json);

    private Task UpdateAsync(EntityLocator entity, string classifications) =>
        _shop.Catalog.Classifications.UpdateAsync(entity, Tags(classifications), EntityFixture.Caller, Cancel);

    private Task RemoveAsync(EntityLocator entity, string typeName) =>
        _shop.Catalog.Classifications.RemoveAsync(entity, typeName, sourceGuid: null, EntityFixture.Caller, Cancel);

    private Task DeleteTypeAsync(string name) => _shop.Catalog.Types.DeleteAsync(name, force: false, EntityFixture.Caller, Cancel);
}
