using AtlasHa.Catalog.Model.Audit;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Tests.Classifications;
using AtlasHa.Catalog.Tests.Entities;
using AtlasHa.Catalog.Tests.Stores;

namespace AtlasHa.Catalog.Tests.Purges;

/// <summary>What becomes of classifications when entities are removed for good, on every store.</summary>
public abstract class RemovalSpreadOperations(IStores stores)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Classifications_go_with_the_entity_that_they_were_put_on(bool purge)
    {
        await using var net = await Network.OpenAsync(stores);
        var nodes = await net.ChainAsync("net_forth", 3);
        await net.TagAsync(nodes[0]);
        (await net.TagsAsync(nodes[2])).ShouldBe([$"net_tag<{nodes[0]}"]);

        var header = await RemoveAsync(net, nodes[0], purge);

        header.ClassificationNames.ShouldBe(["net_tag"], "the answer shows what the entity had");
        (await EntityFixture.ErrorOf(() => net.Fixture.GetAsync(nodes[0]))).ShouldBe("404-00-005");
        foreach (var node in nodes[1..])
        {
            (await net.TagsAsync(node)).ShouldBeEmpty();
            (await ActionsAsync(net, node))[0].ShouldBe(EntityAuditAction.PropagatedClassificationDelete);
            (await net.Fixture.GetAsync(node)).Classifications.ShouldBeNull();
        }

        if (purge)
            (await ActionsAsync(net, nodes[0]))[0].ShouldBe(EntityAuditAction.EntityPurge);
        else
            (await EntityFixture.ErrorOf(() => ActionsAsync(net, nodes[0]))).ShouldBe("404-00-005", "as Atlas answers where there is no event of a purge");
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task Entity_on_the_way_takes_back_what_went_over_it_where_the_classification_says_so(bool purge, bool removeOnDelete)
    {
        await using var net = await Network.OpenAsync(stores);
        var nodes = await net.ChainAsync("net_forth", 4);
        await net.TagAsync(nodes[0], removeOnDelete: removeOnDelete);

        var header = await RemoveAsync(net, nodes[1], purge);

        // A soft deletion has taken it back before the purge, from the deleted entity too.
        header.ClassificationNames!.Count.ShouldBe(purge && removeOnDelete ? 0 : 1);
        string[] left = removeOnDelete ? [] : [$"net_tag<{nodes[0]}"];
        (await net.TagsAsync(nodes[2])).ShouldBe(left);
        (await net.TagsAsync(nodes[3])).ShouldBe(left);
        (await net.TagsAsync(nodes[0])).ShouldBe(["net_tag"]);
    }

    [Fact]
    public async Task Removed_source_and_its_neighbour_go_together()
    {
        await using var net = await Network.OpenAsync(stores);
        var nodes = await net.ChainAsync("net_both", 3);
        await net.TagAsync(nodes[0]);
        await net.TagAsync(nodes[1], "net_node_tag");

        var response = await net.Fixture.Entities.DeleteAsync(
            [nodes[0], nodes[1]], EntityFixture.Caller with { DeleteType = DeleteType.Hard }, Cancel);

        response.Guids(EntityOperation.Delete).ShouldBe([nodes[0], nodes[1]]);
        (await net.TagsAsync(nodes[2])).ShouldBeEmpty();
        (await net.Fixture.GetAsync(nodes[2])).References("net_both_from").ShouldBeEmpty();
    }

    private static async Task<AtlasEntityHeader> RemoveAsync(Network net, string guid, bool purge)
    {
        if (!purge)
        {
            var caller = EntityFixture.Caller with { DeleteType = DeleteType.Hard };
            return (await net.Fixture.Entities.DeleteAsync([guid], caller, Cancel)).MutatedEntities![EntityOperation.Delete].Single();
        }

        await net.Fixture.DeleteAsync(guid);
        var response = await net.Fixture.Catalog.Purges.PurgeAsync([guid], EntityFixture.Caller, Cancel);
        return response.MutatedEntities![EntityOperation.Purge].Single();
    }

    // The latest first.
    private static async Task<List<EntityAuditAction>> ActionsAsync(Network net, string guid) =>
        [.. (await net.Fixture.Catalog.Audit.ListAsync(guid, new EntityAuditQuery(), Cancel)).Select(entry => entry.Action)];
}
