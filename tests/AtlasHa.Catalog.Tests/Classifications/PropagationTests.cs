using AtlasHa.Catalog.Classifications;
using AtlasHa.Catalog.Entities;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Model.TypeDefs;
using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Tests.Entities;

namespace AtlasHa.Catalog.Tests.Classifications;

/// <summary>Classifications spread along relationships, and are taken back.</summary>
public sealed class PropagationTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("net_none", "", "")]
    [InlineData("net_forth", "", "net_tag")]
    [InlineData("net_back", "net_tag", "")]
    [InlineData("net_both", "net_tag", "net_tag")]
    public async Task Relationship_type_says_in_which_direction(string link, string before, string after)
    {
        await using var net = await Network.OpenAsync();
        var nodes = await net.ChainAsync(link, 5);

        await net.TagAsync(nodes[2]);

        string[] Spread(string tag) => tag.Length == 0 ? [] : [$"{tag}<{nodes[2]}"];
        foreach (var i in new[] { 0, 1 })
            (await net.TagsAsync(nodes[i])).ShouldBe(Spread(before));
        foreach (var i in new[] { 3, 4 })
            (await net.TagsAsync(nodes[i])).ShouldBe(Spread(after));
        (await net.TagsAsync(nodes[2])).ShouldBe(["net_tag"]);
    }

    [Fact]
    public async Task Classifications_flow_down_the_lineage()
    {
        await using var shop = await EntityFixture.OpenAsync();
        var (source, target) = (await shop.CreateAsync("shop_table", "s"), await shop.CreateAsync("shop_table", "t"));
        await shop.ClassifyAsync(source, """[ { "typeName": "shop_pii", "attributes": { "level": 5 } } ]""");

        var job = (await shop.PostAsync($$"""
            { "entity": { "guid": "-1", "typeName": "shop_job", "attributes": { "qualifiedName": "j", "name": "j" },
              "relationshipAttributes": { "inputs": [ { "guid": "{{source}}" } ], "outputs": [ { "guid": "{{target}}" } ] } } }
            """)).MutatedEntities![EntityOperation.Create][0];

        job.ClassificationNames.ShouldBe(["shop_pii"]);
        var arrived = (await shop.GetAsync(target)).Classifications.ShouldHaveSingleItem();
        (arrived.EntityGuid, arrived.Attributes!["level"]).ShouldBe((source, 5L));
        (await shop.Entities.GetHeaderAsync(target, Cancel)).ClassificationNames.ShouldBe(["shop_pii"]);

        await shop.PostAsync($$"""
            { "entity": { "guid": "{{job.Guid}}", "typeName": "shop_job", "attributes": { "qualifiedName": "j", "name": "j" },
              "relationshipAttributes": { "inputs": [] } } }
            """);
        (await shop.GetAsync(target)).Classifications.ShouldBeNull();
    }

    [Fact]
    public async Task Classifications_given_on_create_spread_at_once()
    {
        await using var net = await Network.OpenAsync();
        var old = await net.CreateAsync();

        var created = (await net.Fixture.PostAsync($$"""
            { "entity": { "guid": "-1", "typeName": "net_node", "attributes": { "qualifiedName": "new" }, "classifications": [ { "typeName": "net_tag" } ],
              "relationshipAttributes": { "net_forth_to": [ { "guid": "{{old}}" } ] } } }
            """)).GuidAssignments!["-1"];

        (await net.TagsAsync(old)).ShouldBe([$"net_tag<{created}"]);
    }

    [Fact]
    public async Task Way_that_is_left_keeps_what_another_one_lost()
    {
        await using var net = await Network.OpenAsync();
        var nodes = await net.ChainAsync("net_both", 4);
        await net.LinkAsync("net_forth", nodes[0], nodes[3]);
        await net.TagAsync(nodes[0]);

        await net.UnlinkAsync("net_both", nodes[0], nodes[1]);
        (await net.TagsAsync(nodes[1])).ShouldBe([$"net_tag<{nodes[0]}"], "it comes back from the end of the chain");

        await net.UnlinkAsync("net_forth", nodes[0], nodes[3]);
        foreach (var node in nodes[1..])
            (await net.TagsAsync(node)).ShouldBeEmpty("what the circle holds up by itself is held by nothing");
    }

    [Fact]
    public async Task Gate_that_cannot_have_a_classification_passes_it_on()
    {
        await using var net = await Network.OpenAsync();
        var (first, gate, last) = (await net.CreateAsync(), await net.CreateAsync("net_gate"), await net.CreateAsync());
        await net.LinkAsync("net_forth", first, gate);
        await net.TagAsync(first, "net_node_tag");

        await net.LinkAsync("net_forth", gate, last);

        (await net.TagsAsync(gate)).ShouldBeEmpty();
        (await net.TagsAsync(last)).ShouldBe([$"net_node_tag<{first}"]);
        await net.UnlinkAsync("net_forth", first, gate);
        (await net.TagsAsync(last)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Relationship_lets_nothing_pass_that_it_blocks_or_when_its_direction_is_changed()
    {
        await using var net = await Network.OpenAsync();
        var nodes = await net.ChainAsync("net_forth", 3);
        await net.TagAsync(nodes[0]);
        await net.TagAsync(nodes[1]);

        await net.BlockAsync("net_forth", nodes[1], nodes[2], ("net_tag", nodes[0]));
        (await net.TagsAsync(nodes[2])).ShouldBe([$"net_tag<{nodes[1]}"]);
        await net.BlockAsync("net_forth", nodes[1], nodes[2]);
        (await net.TagsAsync(nodes[2])).Length.ShouldBe(2);
        await net.RedirectAsync("net_forth", nodes[1], nodes[2], PropagateTags.None);
        (await net.TagsAsync(nodes[2])).ShouldBeEmpty();
    }

    [Fact]
    public async Task Update_turns_spreading_off_and_on()
    {
        await using var net = await Network.OpenAsync();
        var nodes = await net.ChainAsync("net_forth", 3);
        await net.TagAsync(nodes[0]);

        await net.RetagAsync(nodes[0], "net_tag", propagate: false, removeOnDelete: false);
        (await net.TagsAsync(nodes[2])).ShouldBeEmpty();
        await net.RetagAsync(nodes[0], "net_tag", propagate: true, removeOnDelete: false);
        (await net.TagsAsync(nodes[2])).ShouldBe([$"net_tag<{nodes[0]}"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Deletion_of_an_entity_takes_back_what_came_over_it_only_when_that_is_asked_for(bool removeOnDelete)
    {
        await using var net = await Network.OpenAsync();
        var nodes = await net.ChainAsync("net_forth", 4);
        await net.TagAsync(nodes[0], removeOnDelete: removeOnDelete);

        await net.Fixture.DeleteAsync(nodes[1]);

        string[] left = removeOnDelete ? [] : [$"net_tag<{nodes[0]}"];
        (await net.TagsAsync(nodes[2])).ShouldBe(left);
        (await net.TagsAsync(nodes[3])).ShouldBe(left);
        await net.UntagAsync(nodes[0]);
        (await net.TagsAsync(nodes[3])).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_a_deleted_source_left_can_be_removed_where_it_is_and_not_before()
    {
        await using var net = await Network.OpenAsync();
        var nodes = await net.ChainAsync("net_forth", 2);
        await net.TagAsync(nodes[0]);
        (await EntityFixture.ErrorOf(() => net.UntagAsync(nodes[1], source: nodes[0]))).ShouldBe("400-00-089");
        (await EntityFixture.ErrorOf(() => net.UntagAsync(nodes[1], source: "no-such-guid"))).ShouldBe("400-00-070");

        await net.Fixture.DeleteAsync(nodes[0]);
        (await net.Fixture.GetAsync(nodes[1])).Classifications.ShouldHaveSingleItem().EntityStatus.ShouldBe(EntityStatus.Deleted);
        await net.UntagAsync(nodes[1], source: nodes[0]);

        (await net.TagsAsync(nodes[1])).ShouldBeEmpty();
    }

    [Fact]
    public async Task Classification_that_was_put_on_an_entity_is_shown_before_one_of_the_same_type_that_came()
    {
        await using var net = await Network.OpenAsync();
        var nodes = await net.ChainAsync("net_forth", 2);
        await net.TagAsync(nodes[0]);
        await net.TagAsync(nodes[1]);

        (await net.Fixture.Catalog.Classifications.GetAsync(nodes[1], "net_tag", Cancel)).EntityGuid.ShouldBe(nodes[1]);
        (await net.Fixture.Entities.GetHeaderAsync(nodes[1], Cancel)).ClassificationNames.ShouldBe(["net_tag"]);
        (await net.TagsAsync(nodes[1])).Length.ShouldBe(2);
    }

    [Fact]
    public async Task Spreading_costs_as_many_statements_for_a_wide_level_as_for_a_narrow_one()
    {
        await using var net = await Network.OpenAsync();
        var (narrow, wide) = (await StarAsync(net, 1), await StarAsync(net, 40));

        var cost = await SpreadCostAsync(net, narrow);

        cost.ShouldBeGreaterThan(0);
        (await SpreadCostAsync(net, wide)).ShouldBe(cost);
    }

    private static async Task<string> StarAsync(Network net, int rays)
    {
        var centre = await net.CreateAsync();
        for (var i = 0; i < rays; i++)
            await net.LinkAsync("net_forth", centre, await net.CreateAsync());
        await net.TagAsync(centre, "net_node_tag", propagate: false);
        return centre;
    }

    private static async Task<int> SpreadCostAsync(Network net, string centre)
    {
        await using var reader = await net.Fixture.OpenReaderAsync();
        var graph = new EntityGraph(reader);
        await graph.Classifications.LoadAsync([centre], Cancel);
        var tag = new ClassificationTag("net_node_tag", centre);
        graph.Classifications.Put(graph.Classifications.Get(tag) with { Propagate = true }, EntityRowStatus.Active);
        await new ClassificationPropagation(graph, net.Fixture.Catalog.Registry).SpreadAsync([tag], Cancel);
        graph.Classifications.SpreadOf(tag).ShouldNotBeEmpty();
        return reader.RoundTrips;
    }
}
