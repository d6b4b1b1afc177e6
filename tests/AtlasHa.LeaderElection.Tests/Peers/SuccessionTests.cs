using AtlasHa.LeaderElection.Latch;
using AtlasHa.LeaderElection.Peers;
using AtlasHa.LeaderElection.Roles;
using AtlasHa.LeaderElection.Tests.Harness;
using AtlasHa.TestKit;

namespace AtlasHa.LeaderElection.Tests.Peers;

/// <summary>Whoever stands directly behind a dead active removes its nodes and raises the epoch for its own term in one transaction.</summary>
public sealed class SuccessionTests(ZooKeeperFixture zooKeeper)
{
    [Fact]
    public async Task Next_in_the_queue_raises_the_epoch_with_the_removal()
    {
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        await using var dead = await ScriptedActive.StartAsync(cluster, "id1");
        var own = await JoinAsync(cluster, "id2");
        var (eviction, succession) = New(cluster, own);

        (await RemoveAsync(eviction, dead)).ShouldBeTrue();

        (await cluster.LatchOfAsync("id1")).ShouldBeNull();
        (await cluster.ReadTextAsync(cluster.Paths.Address)).ShouldBeNull();
        (await cluster.ReadTextAsync(cluster.Paths.Epoch)).ShouldBe("2");
        succession.Raising.IsCompleted.ShouldBeTrue();
        succession.Take(own).ShouldBe(2);
        succession.Take(own).ShouldBeNull("it is for one term");
    }

    [Fact]
    public async Task One_that_stands_behind_another_only_removes()
    {
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        await using var dead = await ScriptedActive.StartAsync(cluster, "id1");
        await JoinAsync(cluster, "id2");
        var own = await JoinAsync(cluster, "id3");
        var (eviction, succession) = New(cluster, own);

        (await RemoveAsync(eviction, dead)).ShouldBeTrue();

        (await cluster.ReadTextAsync(cluster.Paths.Epoch)).ShouldBe("1");
        succession.Take(own).ShouldBeNull();
    }

    [Fact]
    public async Task Nothing_is_touched_when_the_epoch_was_raised_since_it_was_read()
    {
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        await using var dead = await ScriptedActive.StartAsync(cluster, "id1");
        var own = await JoinAsync(cluster, "id2");
        var (eviction, succession) = New(cluster, own);
        var found = await eviction.FindAsync("id1", dead.Client.SessionId, CancellationToken.None);
        await cluster.Operator.SetDataAsync(cluster.Paths.Epoch, "7"u8.ToArray());

        (await eviction.TryRemoveAsync("id1", dead.Client.SessionId, found, CancellationToken.None)).ShouldBeFalse();

        (await cluster.LatchOfAsync("id1")).ShouldNotBeNull();
        (await cluster.ReadTextAsync(cluster.Paths.Epoch)).ShouldBe("7");
        succession.Take(own).ShouldBeNull();
        (await RemoveAsync(eviction, dead)).ShouldBeTrue("a new look finds the new epoch");
        succession.Take(own).ShouldBe(8);
    }

    [Fact]
    public async Task Nothing_is_touched_when_the_own_queue_node_has_gone()
    {
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        await using var dead = await ScriptedActive.StartAsync(cluster, "id1");
        var own = await JoinAsync(cluster, "id2");
        var (eviction, succession) = New(cluster, own);
        var found = await eviction.FindAsync("id1", dead.Client.SessionId, CancellationToken.None);
        await cluster.Operator.DeleteAsync(own);

        (await eviction.TryRemoveAsync("id1", dead.Client.SessionId, found, CancellationToken.None)).ShouldBeFalse();

        (await cluster.LatchOfAsync("id1")).ShouldNotBeNull();
        (await cluster.ReadTextAsync(cluster.Paths.Epoch)).ShouldBe("1");
        succession.Take(own).ShouldBeNull();
    }

    [Fact]
    public async Task Term_begins_with_the_epoch_of_the_removal()
    {
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        await using var crashed = await ScriptedActive.StartAsync(cluster, "id1");
        var successor = await Watching.StartAsync(cluster, crashed, "id2");

        await crashed.CloseEverythingAsync();

        (await successor.UntilActiveAsync()).Term!.Epoch.ShouldBe(2);
        cluster.Fence.Claims.ShouldBe([(2, "id2")]);
        (await cluster.ReadTextAsync(cluster.Paths.Epoch)).ShouldBe("2", "it was raised once");
    }

    /// <summary>ZooKeeper's tree was wiped some time ago: the store knows of more terms.</summary>
    [Fact]
    public async Task Epoch_of_the_removal_is_given_up_when_the_store_knows_a_higher_one()
    {
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        await using var crashed = await ScriptedActive.StartAsync(cluster, "id1");
        var successor = await Watching.StartAsync(cluster, crashed, "id2");
        cluster.Fence.Raise(9);

        await crashed.CloseEverythingAsync();

        (await successor.UntilActiveAsync()).Term!.Epoch.ShouldBe(10);
    }

    [Fact]
    public async Task Nobody_follows_a_crash_while_paused()
    {
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        await using var crashed = await ScriptedActive.StartAsync(cluster, "id1");
        var successor = await Watching.StartAsync(cluster, crashed, "id2");
        await successor.Cluster.PauseAsync("a test", null, default);
        await successor.UntilAsync("sees the pause", view => view.Paused);

        await crashed.CloseEverythingAsync();

        await successor.UntilCrashesAsync(1);
        (await cluster.ReadTextAsync(cluster.Paths.Epoch)).ShouldBe("1");
        cluster.Fence.Claims.ShouldBeEmpty();
        await successor.Cluster.ResumeAsync(default);
        await successor.UntilActiveAsync();
    }

    [Fact]
    public async Task Higher_priority_is_let_past_after_a_crash()
    {
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        await using var crashed = await ScriptedActive.StartAsync(cluster, "id1");
        var low = await Watching.StartAsync(cluster, crashed, "id2");
        var high = await cluster.StartQueuedAsync(cluster.New("id3", configure: election => election.Tags["priority"] = "5"));
        await low.UntilAsync("sees id3", view => view.Instances.ContainsKey("id3"));

        await crashed.CloseEverythingAsync();

        await high.UntilActiveAsync();
        cluster.Fence.Claims.ShouldHaveSingleItem().InstanceId.ShouldBe("id3");
    }

    private static (PeerEviction Eviction, Succession Succession) New(ElectionCluster cluster, string own)
    {
        var succession = new Succession(() => false, () => { }) { Heir = own };
        return (new PeerEviction(cluster.Operator, cluster.Paths, succession, TimeProvider.System), succession);
    }

    private static async Task<bool> RemoveAsync(PeerEviction eviction, ScriptedActive dead)
    {
        var found = await eviction.FindAsync(dead.Id, dead.Client.SessionId, CancellationToken.None);
        return await eviction.TryRemoveAsync(dead.Id, dead.Client.SessionId, found, CancellationToken.None);
    }

    /// <summary>A place in the queue that belongs to the operator's session.</summary>
    private static async Task<string> JoinAsync(ElectionCluster cluster, string id)
    {
        var latch = new LeaderLatch(cluster.Operator, cluster.Paths, id, TimeProvider.System, () => { });
        await latch.JoinAsync(CancellationToken.None);
        return latch.Path!;
    }
}
