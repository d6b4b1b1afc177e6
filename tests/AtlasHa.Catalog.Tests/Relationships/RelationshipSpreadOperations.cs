using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Model.TypeDefs;
using AtlasHa.Catalog.Tests.Classifications;
using AtlasHa.Catalog.Tests.Entities;
using AtlasHa.Catalog.Tests.Stores;

namespace AtlasHa.Catalog.Tests.Relationships;

/// <summary>Operations on relationships let classifications spread and take them back, in the same transaction, on every store.</summary>
public abstract class RelationshipSpreadOperations(IStores stores)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task New_relationship_lets_pass_and_its_deletion_takes_back(bool hard)
    {
        await using var net = await Network.OpenAsync(stores);
        var (from, to) = (await net.CreateAsync(), await net.CreateAsync());
        await net.TagAsync(from);

        var created = await CreateAsync(net, from, to);

        created.PropagatedClassifications!.Select(tag => (tag.TypeName, tag.EntityGuid)).ShouldBe([("net_tag", from)]);
        (await net.TagsAsync(to)).ShouldBe([$"net_tag<{from}"]);
        var caller = EntityFixture.Caller with { DeleteType = hard ? DeleteType.Hard : DeleteType.Default };
        await net.Fixture.Catalog.Relationships.DeleteAsync(created.Guid!, caller, Cancel);
        (await net.TagsAsync(to)).ShouldBeEmpty();
        (await net.Fixture.GetAsync(to)).References("net_forth_from").Count.ShouldBe(hard ? 0 : 1);
    }

    [Fact]
    public async Task What_is_blocked_or_turned_away_is_taken_back_and_let_pass_again()
    {
        await using var net = await Network.OpenAsync(stores);
        var (from, to) = (await net.CreateAsync(), await net.CreateAsync());
        await net.TagAsync(from);
        await net.TagAsync(from, "net_node_tag");
        var guid = (await CreateAsync(net, from, to)).Guid;
        AtlasClassification blocked = new() { TypeName = "net_tag", EntityGuid = from };

        await UpdateAsync(net, new() { Guid = guid, BlockedPropagatedClassifications = [blocked] });
        (await net.TagsAsync(to)).ShouldBe([$"net_node_tag<{from}"]);
        await UpdateAsync(net, new() { Guid = guid, PropagateTags = PropagateTags.None });
        (await net.TagsAsync(to)).ShouldBeEmpty();
        await UpdateAsync(net, new() { Guid = guid, PropagateTags = PropagateTags.OneToTwo, BlockedPropagatedClassifications = [] });

        (await net.TagsAsync(to)).ShouldBe([$"net_node_tag<{from}", $"net_tag<{from}"]);
        (await EntityFixture.ErrorOf(() => UpdateAsync(net, new() { Guid = guid, PropagateTags = PropagateTags.Both }))).ShouldBe("400-00-091");
    }

    [Fact]
    public async Task Classification_that_only_passes_an_entity_is_listed_and_can_be_blocked_behind_it()
    {
        await using var net = await Network.OpenAsync(stores);
        var (from, gate, to) = (await net.CreateAsync(), await net.CreateAsync("net_gate"), await net.CreateAsync());
        await net.LinkAsync("net_forth", from, gate);
        await net.TagAsync(from, "net_node_tag");
        var behind = await CreateAsync(net, gate, to);
        (await net.TagsAsync(gate)).ShouldBeEmpty();
        behind.PropagatedClassifications!.Single().EntityGuid.ShouldBe(from);

        await UpdateAsync(net, new()
        {
            Guid = behind.Guid,
            BlockedPropagatedClassifications = [new() { TypeName = "net_node_tag", EntityGuid = from }],
        });

        (await net.TagsAsync(to)).ShouldBeEmpty();
    }

    private static Task<AtlasRelationship> CreateAsync(Network net, string from, string to) => net.Fixture.Catalog.Relationships.CreateAsync(
        new AtlasRelationship { TypeName = "net_forth", End1 = new() { Guid = from }, End2 = new() { Guid = to } }, EntityFixture.Caller, Cancel);

    private static Task<AtlasRelationship> UpdateAsync(Network net, AtlasRelationship change) =>
        net.Fixture.Catalog.Relationships.UpdateAsync(change, EntityFixture.Caller, Cancel);
}
