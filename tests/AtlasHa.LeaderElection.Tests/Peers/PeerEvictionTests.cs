using AtlasHa.LeaderElection.Peers;
using AtlasHa.LeaderElection.Roles;
using AtlasHa.LeaderElection.Tests.Harness;
using AtlasHa.TestKit;

namespace AtlasHa.LeaderElection.Tests.Peers;

public sealed class PeerEvictionTests(ZooKeeperFixture zooKeeper)
{
    [Fact]
    public async Task Removes_all_three_nodes_of_the_session()
    {
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        await using var dead = await ScriptedActive.StartAsync(cluster, "id1");

        (await RemoveAsync(cluster, dead.Client.SessionId)).ShouldBeTrue();

        (await cluster.QueueAsync()).ShouldBeEmpty();
        (await cluster.ReadTextAsync(cluster.Paths.Address)).ShouldBeNull();
        (await cluster.ReadTextAsync(cluster.Paths.Instance("id1"))).ShouldBeNull();
        (await RemoveAsync(cluster, dead.Client.SessionId)).ShouldBeFalse("somebody else has done it");
    }

    [Fact]
    public async Task Touches_nothing_when_the_nodes_belong_to_a_new_session()
    {
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        var old = await ScriptedActive.StartAsync(cluster, "id1");
        var seen = old.Client.SessionId;
        await old.Client.CloseAsync();
        await old.DisposeAsync();
        await using var replacement = await ScriptedActive.StartAsync(cluster, "id1");

        (await RemoveAsync(cluster, seen)).ShouldBeFalse();

        foreach (var path in new[] { replacement.Latch.Path!, cluster.Paths.Address, cluster.Paths.Instance("id1") })
            (await cluster.Operator.ExistsAsync(path))!.EphemeralOwner.ShouldBe(replacement.Client.SessionId);
    }

    /// <summary>The old session is still alive when its successor of the same id registers: an operator made room for it.</summary>
    [Fact]
    public async Task Touches_nothing_when_only_the_registration_belongs_to_a_new_session()
    {
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        await using var old = await ScriptedActive.StartAsync(cluster, "id1");
        await cluster.Operator.DeleteAsync(cluster.Paths.Instance("id1"));
        await cluster.Operator.CreateAsync(cluster.Paths.Instance("id1"), "{}"u8.ToArray(), ZooKeeper.CreateMode.Ephemeral);

        (await RemoveAsync(cluster, old.Client.SessionId)).ShouldBeFalse();

        (await cluster.QueueAsync()).ShouldHaveSingleItem();
        (await cluster.ReadTextAsync(cluster.Paths.Instance("id1"))).ShouldBe("{}");
    }

    [Fact]
    public async Task Leaves_the_address_of_another_session()
    {
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        await using var old = await ScriptedActive.StartAsync(cluster, "id1");
        await cluster.Operator.DeleteAsync(cluster.Paths.Address);
        await cluster.Operator.CreateAsync(cluster.Paths.Address, "http://other:1"u8.ToArray(), ZooKeeper.CreateMode.Ephemeral);

        (await RemoveAsync(cluster, old.Client.SessionId)).ShouldBeTrue();

        (await cluster.ReadTextAsync(cluster.Paths.Address)).ShouldBe("http://other:1");
        (await cluster.QueueAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Finds_nothing_when_there_is_no_tree()
    {
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        (await RemoveAsync(cluster, 1)).ShouldBeFalse();
    }

    private static async Task<bool> RemoveAsync(ElectionCluster cluster, long session)
    {
        var eviction = new PeerEviction(cluster.Operator, cluster.Paths, new Succession(() => false, () => { }), TimeProvider.System);
        return await eviction.TryRemoveAsync("id1", session, await eviction.FindAsync("id1", session, CancellationToken.None), CancellationToken.None);
    }
}
