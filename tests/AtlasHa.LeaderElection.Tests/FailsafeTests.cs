using AtlasHa.LeaderElection.Tests.Harness;
using AtlasHa.TestKit;

namespace AtlasHa.LeaderElection.Tests;

/// <summary>Outages of ZooKeeper: an outage of the coordinator is none of the service. Scenarios 13, 18 and 20 to 23 of the failure list.</summary>
public sealed class FailsafeTests(ZooKeeperFixture zooKeeper)
{
    private static readonly TimeSpan Session = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task Term_goes_on_when_the_server_is_down_for_longer_than_the_session_timeout()
    {
        await using var server = await ZooKeeperServerProcess.StartAsync();
        await using var cluster = new ElectionCluster(await ZooKeeperFixture.NewChrootAsync(server));
        List<string> calls = [];
        var active = await cluster.StartQueuedAsync("id1", new ScriptedHandler("catalogue", 100, calls));
        TestInstance[] passives = [await cluster.StartQueuedAsync("id2"), await cluster.StartQueuedAsync("id3")];
        var term = (await active.UntilActiveAsync()).Term!;
        foreach (var passive in passives)
            await passive.UntilAsync("sees three", view => view is { Active.Id: "id1", Instances.Count: 3 });

        await server.KillAsync();
        await Eventually.TrueAsync("two session timeouts have passed", () => active.Observer.SinceLastContact > Session * 2);

        active.Observer.Current.ShouldSatisfyAllConditions(
            view => view.IsActiveHere.ShouldBeTrue(), view => view.Failsafe.ShouldBeTrue(), view => view.Instances.Count.ShouldBe(3));
        active.Observer.Note.ShouldNotBeNull().ShouldStartWith("failsafe");
        foreach (var passive in passives)
        {
            passive.Observer.Current.ShouldSatisfyAllConditions(
                view => view.Connected.ShouldBeFalse(), view => view.Role.ShouldBe(RoleState.Passive), view => view.Active!.Id.ShouldBe("id1"), view => view.Failsafe.ShouldBeFalse());
        }

        await server.StartAgainAsync();
        await active.UntilAsync("is in contact again", view => view.Connected);
        foreach (var passive in passives)
            await passive.UntilAsync("is in contact again", view => view is { Connected: true, Active.Id: "id1", Instances.Count: 3 });
        GoesOn(cluster, active, term, calls);
        active.Observer.Current.Failsafe.ShouldBeFalse();
        active.Observer.Note.ShouldBeNull();
        active.Sessions.ShouldHaveSingleItem();
        passives.ShouldAllBe(passive => passive.Sessions.Count == 1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Same_instance_is_active_when_every_session_expired_in_an_outage(bool paused)
    {
        await using var proxy = TcpFaultProxy.To(zooKeeper.Server.Port);
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        List<string> calls = [];
        var active = await cluster.StartQueuedThroughAsync("id1", proxy, Session, new ScriptedHandler("catalogue", 100, calls));
        TestInstance[] passives = [await cluster.StartQueuedThroughAsync("id2", proxy, Session), await cluster.StartQueuedThroughAsync("id3", proxy, Session)];
        var term = (await active.UntilActiveAsync()).Term!;
        foreach (var passive in passives)
            await passive.UntilSeesActiveAsync("id1");
        if (paused)
            await active.Cluster.PauseAsync("a test", null, CancellationToken.None);

        await OutageOfAllAsync(proxy, [active, .. passives]);

        await Task.WhenAll(new[] { active }.Concat(passives).Select(async instance =>
        {
            await instance.UntilNewSessionAsync();
            await instance.UntilAsync("sees three and who is active", view => view is { Active.Id: "id1", Instances.Count: 3 });
        }));
        await Eventually.TrueAsync("all stand in the queue", async () => (await cluster.QueueAsync()).Count == 3);
        GoesOn(cluster, active, term, calls);
        passives.ShouldAllBe(passive => cluster.Checker.RolesOf(passive.Id).SequenceEqual(new[] { RoleState.Passive }));
    }

    [Fact]
    public async Task Term_goes_on_when_the_ensemble_comes_back_empty()
    {
        await using var proxy = TcpFaultProxy.To(zooKeeper.Server.Port);
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        List<string> calls = [];
        var active = await cluster.StartQueuedThroughAsync("id1", proxy, Session, new ScriptedHandler("catalogue", 100, calls));
        var term = (await active.UntilActiveAsync()).Term!;

        proxy.Cut();
        await zooKeeper.Server.ExpireAsync(active.Session.SessionId);
        await cluster.DeleteAllAsync("/apache_atlas");
        proxy.Restore();

        await active.UntilNewSessionAsync();
        await Eventually.TrueAsync("the address is published again", async () => await cluster.ReadTextAsync(cluster.Paths.Address) == "http://id1:21000");
        (await cluster.ReadTextAsync(cluster.Paths.Epoch)).ShouldBe("1");
        GoesOn(cluster, active, term, calls);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task New_term_begins_when_a_higher_epoch_was_raised_meanwhile(bool inTheStore)
    {
        await using var proxy = TcpFaultProxy.To(zooKeeper.Server.Port);
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        List<string> calls = [];
        var active = await cluster.StartQueuedThroughAsync("id1", proxy, Session, new ScriptedHandler("catalogue", 100, calls));
        var term = (await active.UntilActiveAsync()).Term!;

        proxy.Cut();
        await zooKeeper.Server.ExpireAsync(active.Session.SessionId);
        if (inTheStore)
            cluster.Fence.Raise(7);
        else
            await cluster.Operator.SetDataAsync(cluster.Paths.Epoch, "7"u8.ToArray());
        proxy.Restore();

        (await active.UntilAsync("holds a new term", view => view.Term is { Epoch: > 1 })).Term!.Epoch.ShouldBe(8);
        term.Ended.IsCancellationRequested.ShouldBeTrue();
        calls.ShouldBe(["+catalogue", "-catalogue", "+catalogue"]);
    }

    /// <summary>Scenario 23: what a process that was frozen for longer than its session finds, too.</summary>
    [Fact]
    public async Task Active_that_was_cut_off_alone_steps_down_when_it_sees_its_successor()
    {
        await using var proxy = TcpFaultProxy.To(zooKeeper.Server.Port);
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        List<string> calls = [];
        var first = await cluster.StartQueuedThroughAsync("id1", proxy, Session, new ScriptedHandler("catalogue", 100, calls));
        var second = await cluster.StartQueuedAsync("id2");
        var term = (await first.UntilActiveAsync()).Term!;

        proxy.Blackhole();
        await second.UntilActiveAsync();
        term.Ended.IsCancellationRequested.ShouldBeFalse();
        proxy.Restore();

        await first.UntilAsync("is a passive", view => view is { Connected: true, Role: RoleState.Passive, Active.Id: "id2", Instances.Count: 2 });
        term.Ended.IsCancellationRequested.ShouldBeTrue();
        calls.ShouldBe(["+catalogue", "-catalogue"]);
        second.Observer.Current.IsActiveHere.ShouldBeTrue();
        cluster.Fence.Claims.Count.ShouldBe(2);
    }

    /// <summary>A grace of a minute, so that only the refusal explains what follows.</summary>
    [Fact]
    public async Task Nobody_waits_after_an_outage_for_an_active_that_died_in_it()
    {
        await using var proxy = TcpFaultProxy.To(zooKeeper.Server.Port);
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        await using var dead = await ScriptedActive.StartAsync(cluster, "id1");
        var passive = await cluster.StartQueuedThroughAsync("id2", proxy, TimeSpan.FromMinutes(1));
        await passive.UntilSeesActiveAsync("id1");

        await OutageOfAllAsync(proxy, [passive], async () =>
        {
            await dead.CloseEverythingAsync();
            await dead.Client.CloseAsync();
        });

        await passive.UntilActiveAsync();
    }

    [Fact]
    public async Task Somebody_is_active_in_the_end_when_the_last_active_lives_but_does_not_come_back()
    {
        await using var proxy = TcpFaultProxy.To(zooKeeper.Server.Port);
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        await using var hanging = await ScriptedActive.StartAsync(cluster, "id1");
        var passive = await cluster.StartQueuedThroughAsync("id2", proxy, Session);
        await passive.UntilSeesActiveAsync("id1");

        await OutageOfAllAsync(proxy, [passive], () => hanging.Client.CloseAsync());

        await passive.UntilActiveAsync();
    }

    [Fact]
    public async Task Passive_that_alone_lost_its_session_joins_behind_the_others_at_once()
    {
        await using var proxy = TcpFaultProxy.To(zooKeeper.Server.Port);
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        await using var active = await ScriptedActive.StartAsync(cluster, "id1");
        var passive = await cluster.StartQueuedThroughAsync("id2", proxy, TimeSpan.FromMinutes(1));
        await passive.UntilSeesActiveAsync("id1");

        await OutageOfAllAsync(proxy, [passive]);

        await Eventually.TrueAsync("id2 stands in the queue", async () => await cluster.LatchOfAsync("id2") is not null);
        await passive.UntilSeesActiveAsync("id1");
    }

    [Fact]
    public async Task Active_leaves_in_order_when_it_is_stopped_without_a_session()
    {
        await using var proxy = TcpFaultProxy.To(zooKeeper.Server.Port);
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        List<string> calls = [];
        var active = await cluster.StartQueuedThroughAsync("id1", proxy, Session, new ScriptedHandler("catalogue", 100, calls));
        var term = (await active.UntilActiveAsync()).Term!;
        await active.Session.CloseAsync();
        proxy.Cut();
        await Eventually.TrueAsync("a new session is tried", () => active.Sessions.Count > 1);
        active.Observer.Current.Failsafe.ShouldBeTrue();

        await active.StopAsync();

        calls.ShouldBe(["+catalogue", "-catalogue"]);
        term.Ended.IsCancellationRequested.ShouldBeTrue();
        active.Observer.Current.Role.ShouldBe(RoleState.Passive);
    }

    /// <summary>Nobody reaches ZooKeeper, and it ends every session meanwhile.</summary>
    private async Task OutageOfAllAsync(TcpFaultProxy proxy, TestInstance[] instances, Func<Task>? meanwhile = null)
    {
        proxy.Cut();
        foreach (var instance in instances)
            await instance.UntilAsync("is out of contact", view => !view.Connected);
        foreach (var instance in instances)
            await zooKeeper.Server.ExpireAsync(instance.Session.SessionId);
        if (meanwhile is not null)
            await meanwhile();
        proxy.Restore();
    }

    private static void GoesOn(ElectionCluster cluster, TestInstance active, Term term, List<string> calls)
    {
        active.Observer.Current.Term.ShouldBeSameAs(term);
        term.Ended.IsCancellationRequested.ShouldBeFalse();
        calls.ShouldBe(["+catalogue"]);
        cluster.Fence.Claims.ShouldBe([(1, "id1")]);
        cluster.Checker.RolesOf("id1").ShouldBe([RoleState.Passive, RoleState.BecomingActive, RoleState.Active]);
    }
}
