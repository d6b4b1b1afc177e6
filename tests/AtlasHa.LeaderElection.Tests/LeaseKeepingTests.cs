using AtlasHa.LeaderElection.Leases;
using AtlasHa.LeaderElection.Nodes;
using AtlasHa.LeaderElection.Tests.Harness;
using AtlasHa.TestKit;
using AtlasHa.ZooKeeper;

namespace AtlasHa.LeaderElection.Tests;

/// <summary>The lease of a real election: who holds it, how it ends, and what a successor makes of it. Scenarios 6, 14 and 26 of the failure list.</summary>
public sealed class LeaseKeepingTests(ZooKeeperFixture zooKeeper)
{
    private static readonly TimeSpan Session = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task Active_holds_a_lease_and_renews_it()
    {
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        var instance = await cluster.StartQueuedAsync("id1");
        var term = (await instance.UntilActiveAsync()).Term!;
        await UntilAsync("the lease is valid", () => term.Lease.IsValid);

        var stat = (await cluster.Operator.ExistsAsync(cluster.Paths.Lease))!;
        stat.EphemeralOwner.ShouldBe(0);
        await Eventually.TrueAsync("it has been renewed three times", async () => (await cluster.Operator.ExistsAsync(cluster.Paths.Lease))!.Version >= stat.Version + 3);
        (await NoteAsync(cluster)).ShouldBe(new LeaseNote("id1", 1, (long)Math.Ceiling(LeasePolicy.Length(Session).TotalMilliseconds)));
        term.EarlierLeasesOver.IsCompletedSuccessfully.ShouldBeTrue();
    }

    [Fact]
    public async Task Lease_runs_out_in_an_outage_and_is_there_again_after_it()
    {
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        await using var proxy = TcpFaultProxy.To(zooKeeper.Server.Port);
        var instance = await cluster.StartQueuedThroughAsync("id1", proxy, Session);
        var term = (await instance.UntilActiveAsync()).Term!;
        await UntilAsync("the lease is valid", () => term.Lease.IsValid);

        proxy.Cut();
        await UntilAsync("the lease has run out", () => !term.Lease.IsValid);
        instance.Observer.Current.IsActiveHere.ShouldBeTrue();
        await zooKeeper.Server.ExpireAsync(instance.Session.SessionId);
        proxy.Restore();

        await UntilAsync("the lease is valid again, by another session", () => term.Lease.IsValid);
        instance.Observer.Current.Term.ShouldBeSameAs(term);
        instance.Sessions.Count.ShouldBe(2);
    }

    /// <summary>A server that accepts and answers nothing, as one that has lost its leader: the connection alone proves nothing.</summary>
    [Fact]
    public async Task Lease_runs_out_while_the_connection_stays_open_and_nothing_is_answered()
    {
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        await using var proxy = TcpFaultProxy.To(zooKeeper.Server.Port);
        var instance = await cluster.StartQueuedThroughAsync("id1", proxy, TimeSpan.FromSeconds(6));
        var term = (await instance.UntilActiveAsync()).Term!;
        await UntilAsync("the lease is valid", () => term.Lease.IsValid);

        proxy.Blackhole();

        await UntilAsync("the lease has run out", () => !term.Lease.IsValid);
        term.Ended.IsCancellationRequested.ShouldBeFalse();
    }

    [Fact]
    public async Task Lease_and_term_end_when_the_queue_node_is_removed()
    {
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        var instance = await cluster.StartQueuedAsync("id1");
        var term = (await instance.UntilActiveAsync()).Term!;
        await UntilAsync("the lease is valid", () => term.Lease.IsValid);

        await cluster.Operator.DeleteAsync((await cluster.LatchOfAsync("id1"))!);

        await UntilAsync("the term has ended", () => term.Ended.IsCancellationRequested);
        await UntilAsync("and the lease", () => !term.Lease.IsValid);
        await instance.UntilAsync("is active again", view => view.Term?.Epoch == 2);
    }

    [Fact]
    public async Task Successor_need_not_wait_for_a_lease_that_was_given_up()
    {
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        var first = await cluster.StartQueuedAsync("id1");
        var second = await cluster.StartQueuedAsync("id2");
        var term = (await first.UntilActiveAsync()).Term!;
        await UntilAsync("the lease is valid", () => term.Lease.IsValid);

        await first.StopAsync();

        (await second.UntilActiveAsync()).Term!.EarlierLeasesOver.IsCompletedSuccessfully.ShouldBeTrue();
        term.Lease.IsValid.ShouldBeFalse();
    }

    /// <summary>The first is removed as by peers that take it for dead, and out of reach, so that it does not even know.</summary>
    [Fact]
    public async Task Lease_is_given_up_when_the_instance_is_stopped_while_it_leaves_for_a_switchover()
    {
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        var (draining, drained) = (new TaskCompletionSource(), new TaskCompletionSource());
        var handler = new ScriptedHandler("requests", 100, [])
        {
            OnDeactivate = (_, _) =>
            {
                draining.TrySetResult();
                return drained.Task;
            },
        };
        var first = await cluster.StartQueuedAsync("id1", handler);
        var second = await cluster.StartQueuedAsync("id2");
        await first.UntilActiveAsync();
        await first.UntilAsync("sees the other", view => view is { Active.Id: "id1", Instances.Count: 2 });
        await first.Cluster.RequestSwitchoverAsync("id2", "a test", CancellationToken.None);
        await Eventually.DoneAsync("requests drain", draining.Task);

        var leaving = first.LeaveAsync();
        drained.SetResult();
        await leaving;

        var term = (await second.UntilActiveAsync()).Term!;
        term.EarlierLeasesOver.IsCompletedSuccessfully.ShouldBeTrue("the lease was given up");
    }

    [Fact]
    public async Task Successor_of_one_that_lives_on_holds_type_changes_until_no_lease_is_valid()
    {
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        await using var proxy = TcpFaultProxy.To(zooKeeper.Server.Port);
        var first = await cluster.StartQueuedThroughAsync("id1", proxy, TimeSpan.FromSeconds(20));
        var second = await cluster.StartQueuedAsync("id2");
        var old = (await first.UntilActiveAsync()).Term!;
        await UntilAsync("the lease is valid", () => old.Lease.IsValid);

        proxy.Blackhole();
        await cluster.Operator.DeleteAsync((await cluster.LatchOfAsync("id1"))!);
        var held = (await second.UntilActiveAsync()).Term!.EarlierLeasesOver;
        var overlapped = old.Lease.IsValid;
        held.IsCompleted.ShouldBeFalse("the lease of the first may be valid");

        await Eventually.DoneAsync("earlier leases are over", held);
        old.Lease.IsValid.ShouldBeFalse();
        overlapped.ShouldBeTrue("the wait was for nothing: the test was too slow to see the overlap");
    }

    /// <summary>The one after next must not take the second's orderly leave for the end of the first's lease.</summary>
    [Fact]
    public async Task Wait_for_earlier_leases_ends_with_the_term_and_passes_to_the_next()
    {
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        await cluster.Operator.CreateAsync("/apache_atlas", ReadOnlyMemory<byte>.Empty, CreateMode.Persistent);
        await cluster.Operator.CreateAsync(cluster.Paths.Lease, NodeData.Encode(new LeaseNote("id9", 6, 300_000)), CreateMode.Persistent);
        cluster.Fence.Raise(6);
        var instance = await cluster.StartQueuedAsync("id1");
        var next = await cluster.StartQueuedAsync("id2");
        var term = (await instance.UntilActiveAsync()).Term!;
        term.EarlierLeasesOver.IsCompleted.ShouldBeFalse();
        await UntilAsync("the lease is valid", () => term.Lease.IsValid);

        await instance.StopAsync();

        term.EarlierLeasesOver.IsCanceled.ShouldBeTrue();
        (await next.UntilActiveAsync()).Term!.EarlierLeasesOver.IsCompleted.ShouldBeFalse();
        await Eventually.TrueAsync("its note says so", async () => await NoteAsync(cluster) is { Instance: "id2", LengthMs: >= 300_000 });
    }

    private static async Task<LeaseNote?> NoteAsync(ElectionCluster cluster)
        => NodeData.DecodeLease((await cluster.Operator.GetDataAsync(cluster.Paths.Lease)).Data);

    private static Task UntilAsync(string what, Func<bool> condition) => Eventually.TrueAsync(what, condition);
}
