using AtlasHa.Catalog.Model;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Tests.Entities;
using AtlasHa.Catalog.Tests.Stores;

namespace AtlasHa.Catalog.Tests.Purges;

/// <summary>Purge and hard deletion, on every store.</summary>
public abstract class PurgeOperations(IStores stores)
{
    private const string NoSuchGuid = "6f9619ff-8b86-d011-b42d-00c04fc964ff";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Purge_removes_the_deleted_entity_with_its_parts_and_relationships()
    {
        await using var shop = await EntityFixture.OpenAsync(stores);
        var guids = await shop.CreateTableAsync("t", "a", "b");
        var db = await shop.CreateAsync("shop_db", "d", $$""", "tables": [ { "guid": "{{guids["-1"]}}" } ] """);
        await shop.DeleteAsync(guids["-1"]);

        var response = await PurgeAsync(shop, guids["-1"]);

        response.Guids(EntityOperation.Purge).Order().ShouldBe(guids.Values.Order());
        response.MutatedEntities![EntityOperation.Purge].ShouldAllBe(header => header.Status == EntityStatus.Purged);
        response.MutatedEntities.Keys.ShouldBe([EntityOperation.Purge]);
        response.FailedEntities.ShouldBeNull();
        var summary = response.Summary!;
        (summary.RequestedCount, summary.ValidGuidCount, summary.PurgedCount, summary.PurgedDependenciesCount, summary.ExpandedEntityCount, summary.BatchCount)
            .ShouldBe((1, 1, 1, 2, 3, 1));
        foreach (var guid in guids.Values)
            (await EntityFixture.ErrorOf(() => shop.GetAsync(guid))).ShouldBe("404-00-005");
        (await shop.GetAsync(db)).References("tables").ShouldBeEmpty();
        await shop.CreateTableAsync("t", "a");
    }

    [Fact]
    public async Task Purge_lists_what_it_cannot_purge_and_purges_the_rest()
    {
        await using var shop = await EntityFixture.OpenAsync(stores);
        var (live, deleted) = (await shop.CreateAsync("shop_db", "d1"), await shop.CreateAsync("shop_db", "d2"));
        await shop.DeleteAsync(deleted);

        var response = await PurgeAsync(shop, "no guid", NoSuchGuid, live, deleted, deleted);

        response.FailedEntities!.Select(failed => (failed.Guid, failed.ErrorCode)).ShouldBe(
            [("no guid", "ATLAS-400-00-108"), (NoSuchGuid, "ATLAS-404-00-005"), (live, "ATLAS-400-00-10A")]);
        response.Guids(EntityOperation.Purge).ShouldBe([deleted]);
        var summary = response.Summary!;
        (summary.RequestedCount, summary.FailedCount, summary.ValidGuidCount, summary.PurgedCount, summary.SkippedRequestedCount, summary.SkippedCount)
            .ShouldBe((5, 3, 1, 1, 1, 1));
        (await PurgeAsync(shop, deleted)).MutatedEntities.ShouldBeNull();
        (await shop.GetAsync(live)).Status.ShouldBe(EntityStatus.Active);
    }

    [Fact]
    public async Task Purge_leaves_a_former_part_that_lives_elsewhere()
    {
        await using var shop = await EntityFixture.OpenAsync(stores);
        var guids = await shop.CreateTableAsync("t1", "a");
        var other = await shop.CreateAsync("shop_table", "t2");
        await shop.PostAsync($$"""
            { "entity": { "guid": "{{guids["-2"]}}", "typeName": "shop_column", "attributes": { "qualifiedName": "t1.a", "name": "a", "dataType": "int",
              "table": { "guid": "{{other}}" } } } }
            """);
        await shop.DeleteAsync(guids["-1"]);

        var response = await PurgeAsync(shop, guids["-1"]);

        response.Guids(EntityOperation.Purge).ShouldBe([guids["-1"]]);
        response.Summary!.SkippedDependenciesCount.ShouldBe(1);
        (await shop.GetAsync(guids["-2"])).Related("table").ShouldBe([other]);
    }

    [Fact]
    public async Task Purge_refuses_too_few_and_too_many_guids()
    {
        await using var shop = await EntityFixture.OpenAsync(stores);

        (await EntityFixture.ErrorOf(() => PurgeAsync(shop))).ShouldBe("400-00-01A");
        (await EntityFixture.ErrorOf(() => PurgeAsync(shop, [.. Enumerable.Repeat(NoSuchGuid, 1001)]))).ShouldBe("400-00-109");
        (await PurgeAsync(shop, [.. Enumerable.Repeat(NoSuchGuid, 1000)])).Summary!.RequestedCount.ShouldBe(1000);
    }

    [Fact]
    public async Task Repeated_purge_gets_the_first_answer()
    {
        await using var shop = await EntityFixture.OpenAsync(stores);
        var guid = await shop.CreateAsync("shop_db", "d");
        await shop.DeleteAsync(guid);
        var named = new CallContext("ada", "r1");

        var first = await shop.Catalog.Purges.PurgeAsync([guid], named, Cancel);
        var second = await shop.Catalog.Purges.PurgeAsync([guid], named, Cancel);

        (second.IsReplayed, second.Summary!.RunId).ShouldBe((true, first.Summary!.RunId));
    }

    [Theory]
    [InlineData(true, false, DeleteType.Default, true)]
    [InlineData(false, false, DeleteType.Hard, false)]
    [InlineData(false, true, DeleteType.Hard, true)]
    [InlineData(true, true, DeleteType.Soft, false)]
    public async Task Deletion_is_hard_where_the_settings_and_the_caller_say_so(bool hard, bool allowOverride, DeleteType wanted, bool isGone)
    {
        var options = new CatalogOptions { Deletion = new() { Hard = hard, AllowOverride = allowOverride } };
        await using var shop = await EntityFixture.OpenAsync(stores, options);
        var guids = await shop.CreateTableAsync("t", "a");
        var db = await shop.CreateAsync("shop_db", "d", $$""", "tables": [ { "guid": "{{guids["-1"]}}" } ] """);

        var response = await shop.Entities.DeleteAsync([guids["-1"]], EntityFixture.Caller with { DeleteType = wanted }, Cancel);

        response.Guids(EntityOperation.Delete).ShouldBe(guids.Values);
        response.Guids(EntityOperation.Update).ShouldBe([db]);
        response.MutatedEntities![EntityOperation.Delete].ShouldAllBe(header => header.Status == EntityStatus.Deleted);
        (await shop.GetAsync(db)).References("tables").Count.ShouldBe(isGone ? 0 : 1);
        if (isGone)
            (await EntityFixture.ErrorOf(() => shop.GetAsync(guids["-2"]))).ShouldBe("404-00-005");
        else
            (await shop.GetAsync(guids["-2"])).Status.ShouldBe(EntityStatus.Deleted);
    }

    [Fact]
    public async Task Hard_deletion_follows_the_same_rules_as_the_soft_one()
    {
        await using var shop = await EntityFixture.OpenAsync(stores, new CatalogOptions { Deletion = new() { Hard = true } });
        var table = await shop.CreateAsync("shop_table", "t");
        var job = await shop.CreateAsync("shop_job", "j", $$""", "outputs": [ { "guid": "{{table}}" } ] """);
        var part = await shop.CreateAsync("shop_job_part", "p", $$""", "query": { "guid": "{{job}}" } """);
        var site = await shop.CreateAsync("shop_site", "s");
        var mirrored = await shop.CreateAsync("shop_table", "m", $$""", "mirror": { "guid": "{{site}}" } """);

        (await shop.DeleteAsync(table)).Guids(EntityOperation.Delete).ShouldBe([table, job, part]);
        (await shop.DeleteAsync(mirrored)).Guids(EntityOperation.Delete).ShouldBe([mirrored, site]);

        foreach (var guid in new[] { table, job, part, mirrored, site })
            (await EntityFixture.ErrorOf(() => shop.GetAsync(guid))).ShouldBe("404-00-005");
    }

    [Fact]
    public async Task Relationships_that_an_update_drops_or_displaces_are_removed_where_deletions_are_hard()
    {
        await using var shop = await EntityFixture.OpenAsync(stores, new CatalogOptions { Deletion = new() { Hard = true } });
        var (first, second) = (await shop.CreateAsync("shop_db", "d1"), await shop.CreateAsync("shop_db", "d2"));
        var table = await shop.CreateAsync("shop_table", "t", $$""", "db": { "guid": "{{first}}" } """);
        await MoveAsync($$"""{ "guid": "{{second}}" }""");
        (await shop.GetAsync(first)).References("tables").ShouldBeEmpty();
        (await shop.GetAsync(second)).Related("tables").ShouldBe([table]);

        await MoveAsync("null");

        (await shop.GetAsync(second)).References("tables").ShouldBeEmpty();
        (await shop.GetAsync(table)).References("db").ShouldBeEmpty();

        Task MoveAsync(string db) => shop.PostAsync($$"""
            { "entity": { "guid": "{{table}}", "typeName": "shop_table", "attributes": { "qualifiedName": "t", "name": "t" },
              "relationshipAttributes": { "db": {{db}} } } }
            """);
    }

    private static Task<EntityMutationResponse> PurgeAsync(EntityFixture shop, params string[] guids) =>
        shop.Catalog.Purges.PurgeAsync(guids, EntityFixture.Caller, Cancel);
}
