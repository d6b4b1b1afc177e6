using AtlasHa.Catalog.Model.Instances;

namespace AtlasHa.Catalog.Tests.Entities;

public sealed class DeleteTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Delete_takes_the_parts_along_and_updates_the_neighbours()
    {
        await using var shop = await EntityFixture.OpenAsync();
        var guids = await shop.CreateTableAsync("t", "a", "b");
        var db = await shop.CreateAsync("shop_db", "d", $$""", "tables": [ { "guid": "{{guids["-1"]}}" } ] """);
        shop.Time.Advance(TimeSpan.FromMilliseconds(5));

        var response = await shop.DeleteAsync(guids["-1"]);

        response.Guids(EntityOperation.Delete)[0].ShouldBe(guids["-1"]);
        response.Guids(EntityOperation.Delete).Order().ShouldBe(guids.Values.Order());
        response.Guids(EntityOperation.Update).ShouldBe([db]);
        response.GuidAssignments.ShouldBeNull();
        var table = await shop.GetAsync(guids["-1"]);
        (table.Status, table.UpdateTime, table.UpdatedBy).ShouldBe((EntityStatus.Deleted, 1_700_000_000_005, "ada"));
        table.Related("columns", EntityStatus.Deleted).Length.ShouldBe(2);
        var reference = (await shop.GetAsync(db)).References("tables").ShouldHaveSingleItem();
        (reference.EntityStatus, reference.RelationshipStatus).ShouldBe((EntityStatus.Deleted, EntityStatus.Deleted));
    }

    [Fact]
    public async Task Delete_skips_unknown_and_deleted_entities()
    {
        await using var shop = await EntityFixture.OpenAsync();
        var (first, second) = (await shop.CreateAsync("shop_db", "d1"), await shop.CreateAsync("shop_db", "d2"));
        await shop.DeleteAsync(first);

        (await shop.DeleteAsync("gone")).MutatedEntities.ShouldBeNull();
        (await shop.DeleteAsync(first)).MutatedEntities.ShouldBeNull();
        (await shop.DeleteAsync("gone", first, second)).Guids(EntityOperation.Delete).ShouldBe([second]);
        (await EntityFixture.ErrorOf(() => shop.DeleteAsync())).ShouldBe("400-00-01A");
    }

    [Fact]
    public async Task Delete_by_unique_attribute_deletes_the_entity_if_there_is_one()
    {
        await using var shop = await EntityFixture.OpenAsync();
        var guid = await shop.CreateAsync("shop_db", "d");

        (await DeleteAsync("shop_db", "nowhere")).MutatedEntities.ShouldBeNull();
        (await DeleteAsync("Asset", "d")).Guids(EntityOperation.Delete).ShouldBe([guid]);
        (await DeleteAsync("Asset", "d")).MutatedEntities.ShouldBeNull();
        (await EntityFixture.ErrorOf(() => DeleteAsync("no_such", "d"))).ShouldBe("400-00-014");

        Task<EntityMutationResponse> DeleteAsync(string typeName, string qualifiedName) => shop.Entities.DeleteByUniqueAttributesAsync(
            typeName, new Dictionary<string, string> { ["qualifiedName"] = qualifiedName }, EntityFixture.Caller, Cancel);
    }

    [Fact]
    public async Task Delete_follows_owned_references_in_plain_attributes()
    {
        await using var shop = await EntityFixture.OpenAsync();
        var guids = (await shop.PostAsync("""
            { "entity": { "guid": "-1", "typeName": "shop_note", "attributes": { "qualifiedName": "n1", "parts": [ { "guid": "-2" } ] } },
              "referredEntities": { "-2": { "typeName": "shop_note", "attributes": { "qualifiedName": "n2", "parts": [ { "guid": "-1" } ] } } } }
            """)).GuidAssignments!;

        (await shop.DeleteAsync(guids["-1"])).Guids(EntityOperation.Delete).ShouldBe([guids["-1"], guids["-2"]]);
    }

    [Fact]
    public async Task Delete_of_a_data_set_ends_the_process_that_has_no_other_output()
    {
        await using var shop = await EntityFixture.OpenAsync();
        var (one, two) = (await shop.CreateAsync("shop_table", "t1"), await shop.CreateAsync("shop_table", "t2"));
        var input = await shop.CreateAsync("shop_table", "in");
        var job = await shop.CreateAsync(
            "shop_job", "j", $$""", "inputs": [ { "guid": "{{input}}" } ], "outputs": [ { "guid": "{{one}}" }, { "guid": "{{two}}" } ] """);

        (await shop.DeleteAsync(one)).Guids(EntityOperation.Update).ShouldBe([job]);
        (await shop.DeleteAsync(input)).Guids(EntityOperation.Delete).ShouldBe([input]);
        var last = await shop.DeleteAsync(two);

        last.Guids(EntityOperation.Delete).ShouldBe([two, job]);
        last.Guids(EntityOperation.Update).ShouldBeEmpty();
    }

    [Fact]
    public async Task Delete_of_an_indirect_data_set_leaves_its_process()
    {
        await using var shop = await EntityFixture.OpenAsync();
        var view = await shop.CreateAsync("shop_view", "v");
        var job = await shop.CreateAsync("shop_job", "j", $$""", "outputs": [ { "guid": "{{view}}" } ] """);

        (await shop.DeleteAsync(view)).Guids(EntityOperation.Delete).ShouldBe([view]);
        (await shop.GetAsync(job)).Status.ShouldBe(EntityStatus.Active);
    }

    [Fact]
    public async Task Delete_of_a_process_takes_its_column_lineage_along()
    {
        await using var shop = await EntityFixture.OpenAsync();
        var job = await shop.CreateAsync("shop_job", "j");
        var part = await shop.CreateAsync("shop_job_part", "j.p", $$""", "query": { "guid": "{{job}}" } """);

        (await shop.DeleteAsync(job)).Guids(EntityOperation.Delete).ShouldBe([job, part]);
    }

    [Fact]
    public async Task Delete_is_passed_on_where_the_relationship_type_says_so_and_not_backwards()
    {
        await using var shop = await EntityFixture.OpenAsync();
        var (site, kept) = (await shop.CreateAsync("shop_site", "s1"), await shop.CreateAsync("shop_site", "s2"));
        var table = await shop.CreateAsync("shop_table", "t1", $$""", "mirror": { "guid": "{{site}}" } """);
        var other = await shop.CreateAsync("shop_table", "t2", $$""", "mirror": { "guid": "{{kept}}" } """);

        (await shop.DeleteAsync(table)).Guids(EntityOperation.Delete).ShouldBe([table, site]);
        (await shop.DeleteAsync(kept)).Guids(EntityOperation.Delete).ShouldBe([kept]);
        (await shop.GetAsync(other)).Status.ShouldBe(EntityStatus.Active);
    }

    [Fact]
    public async Task Classifications_of_a_deleted_entity_stay_and_say_so()
    {
        await using var shop = await EntityFixture.OpenAsync();
        var guid = (await shop.PostAsync("""
            { "entity": { "guid": "-1", "typeName": "shop_db", "attributes": { "qualifiedName": "d", "name": "d" }, "classifications": [ { "typeName": "shop_pii" } ] } }
            """)).GuidAssignments!["-1"];
        (await shop.GetAsync(guid)).Classifications!.Single().EntityStatus.ShouldBe(EntityStatus.Active);

        await shop.DeleteAsync(guid);

        (await shop.GetAsync(guid)).Classifications!.Single().EntityStatus.ShouldBe(EntityStatus.Deleted);
    }
}
