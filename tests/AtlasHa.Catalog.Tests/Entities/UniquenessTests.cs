using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Storage;

namespace AtlasHa.Catalog.Tests.Entities;

public sealed class UniquenessTests
{
    [Fact]
    public async Task Concurrent_creates_of_one_qualified_name_make_one_entity()
    {
        await using var shop = await EntityFixture.OpenAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 32).Select(i => Task.Run(() => shop.PostAsync($$"""
            { "entity": { "guid": "-{{i + 1}}", "typeName": "shop_db", "attributes": { "qualifiedName": "d", "name": "d", "description": "{{i}}" } } }
            """))));

        answers.SelectMany(answer => answer.GuidAssignments!.Values).Distinct().Count().ShouldBe(1);
        answers.Count(answer => answer.Guids(EntityOperation.Create).Length == 1).ShouldBe(1);
    }

    [Fact]
    public async Task Two_entities_of_one_request_with_one_qualified_name_become_one()
    {
        await using var shop = await EntityFixture.OpenAsync();

        var response = await shop.PostBulkAsync("""
            { "entities": [
              { "guid": "-1", "typeName": "shop_db", "attributes": { "qualifiedName": "d", "name": "first", "region": "r" } },
              { "guid": "-2", "typeName": "shop_db", "attributes": { "qualifiedName": "d", "name": "second" } } ] }
            """);

        response.GuidAssignments!["-2"].ShouldBe(response.GuidAssignments["-1"]);
        response.Guids(EntityOperation.Create).ShouldBe([response.GuidAssignments["-1"]]);
        var entity = await shop.GetAsync(response.GuidAssignments["-1"]);
        (entity.Attributes!["name"], entity.Attributes["region"]).ShouldBe(("second", "r"));
    }

    [Fact]
    public async Task Qualified_name_of_a_deleted_entity_is_free_again()
    {
        await using var shop = await EntityFixture.OpenAsync();
        var first = await shop.CreateAsync("shop_db", "d");
        await shop.DeleteAsync(first);
        (await shop.FindAsync("shop_db", "d")).ShouldBeNull();

        var second = await shop.CreateAsync("shop_db", "d");

        second.ShouldNotBe(first);
        (await shop.FindAsync("shop_db", "d")).ShouldBe(second);
        (await shop.GetAsync(first)).Status.ShouldBe(EntityStatus.Deleted);
    }

    [Fact]
    public async Task Rename_to_a_qualified_name_that_another_entity_has_is_refused_as_a_conflict()
    {
        await using var shop = await EntityFixture.OpenAsync();
        var first = await shop.CreateAsync("shop_db", "first");
        var second = await shop.CreateAsync("shop_db", "second");

        var code = await EntityFixture.ErrorOf(() => shop.PostAsync($$"""
            { "entity": { "guid": "{{second}}", "typeName": "shop_db", "attributes": { "qualifiedName": "first", "name": "x" } } }
            """));

        code.ShouldBe("409-00-003");
        (await shop.GetAsync(second)).Attributes!["name"].ShouldBe("second");
        (await shop.FindAsync("shop_db", "first")).ShouldBe(first);
    }

    [Fact]
    public async Task Same_qualified_name_in_unrelated_types_is_two_entities()
    {
        await using var shop = await EntityFixture.OpenAsync();

        (await shop.CreateAsync("shop_db", "x")).ShouldNotBe(await shop.CreateAsync("shop_site", "x"));
    }

    [Fact]
    public async Task Reads_and_writes_of_a_superseded_term_are_refused()
    {
        await using var shop = await EntityFixture.OpenAsync();
        var guid = await shop.CreateAsync("shop_db", "d");

        await shop.SupersedeAsync();

        await Should.ThrowAsync<StaleEpochException>(() => shop.GetAsync(guid));
        await Should.ThrowAsync<StaleEpochException>(() => shop.CreateAsync("shop_db", "late"));
    }
}
