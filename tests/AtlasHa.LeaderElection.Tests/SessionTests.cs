using AtlasHa.LeaderElection.Tests.Harness;
using AtlasHa.TestKit;

namespace AtlasHa.LeaderElection.Tests;

/// <summary>What happens to terms when connections and sessions go.</summary>
public sealed class SessionTests(ZooKeeperFixture zooKeeper)
{
    [Fact]
    public async Task Successor_takes_over_when_the_session_of_a_crashed_active_ends()
    {
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        await using var proxy = TcpFaultProxy.To(zooKeeper.Server.Port);
        var crashed = await cluster.StartQueuedThroughAsync("id1", proxy, TimeSpan.FromSeconds(2));
        var successor = await cluster.StartQueuedAsync("id2");
        await crashed.UntilActiveAsync();

        proxy.Cut();
        var view = await successor.UntilActiveAsync();
        view.Term!.Epoch.ShouldBe(2);
        await successor.UntilAsync("does not see id1 any more", seen => !seen.Instances.ContainsKey("id1"));

        // It cannot know: nobody but the store can tell it.
        crashed.Observer.Current.Failsafe.ShouldBeTrue();
        crashed.Control.RequestStepDown(1, "the store names a higher epoch");
        await crashed.UntilPassiveAsync();
        crashed.Observer.Current.Connected.ShouldBeFalse();
    }

    [Fact]
    public async Task Term_goes_on_when_the_connection_is_back_before_the_session_ends()
    {
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        await using var proxy = TcpFaultProxy.To(zooKeeper.Server.Port);
        List<string> calls = [];
        var instance = await cluster.StartQueuedThroughAsync("id1", proxy, TimeSpan.FromSeconds(30), new ScriptedHandler("catalogue", 100, calls));
        await cluster.StartQueuedAsync("id2");
        var term = (await instance.UntilActiveAsync()).Term!;

        proxy.Cut();
        var cut = await instance.UntilAsync("is out of contact", view => !view.Connected);
        cut.IsActiveHere.ShouldBeTrue();
        proxy.Restore();
        var back = await instance.UntilAsync("is in contact again", view => view.Connected);

        back.Term.ShouldBe(term);
        back.Active!.Id.ShouldBe("id1");
        term.Ended.IsCancellationRequested.ShouldBeFalse();
        calls.ShouldBe(["+catalogue"]);
        instance.Sessions.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Active_demotes_and_queues_with_a_new_session_when_its_session_expires()
    {
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        List<string> calls = [];
        var first = await cluster.StartQueuedAsync("id1", new ScriptedHandler("catalogue", 100, calls));
        var second = await cluster.StartQueuedAsync("id2");
        var term = (await first.UntilActiveAsync()).Term!;

        await zooKeeper.Server.ExpireAsync(first.Session.SessionId);
        (await second.UntilActiveAsync()).Term!.Epoch.ShouldBe(2);
        await first.UntilAsync("is back as a passive", view => view is { Connected: true, Role: RoleState.Passive, Active.Id: "id2", Instances.Count: 2 });
        term.Ended.IsCancellationRequested.ShouldBeTrue();
        calls.ShouldBe(["+catalogue", "-catalogue"]);
        await Eventually.TrueAsync("id1 queues again", async () => await cluster.LatchOfAsync("id1") is not null);
        await second.StopAsync();
        (await first.UntilActiveAsync()).Term!.Epoch.ShouldBe(3);
    }

    /// <summary>While they live and watch: whose session ends first decides who is elected meanwhile.</summary>
    [Fact]
    public async Task Election_has_one_leader_when_all_sessions_expire_one_after_another()
    {
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        TestInstance[] instances = [await cluster.StartQueuedAsync("id1"), await cluster.StartQueuedAsync("id2"), await cluster.StartQueuedAsync("id3")];
        await instances[0].UntilActiveAsync();
        await Task.WhenAll(instances.Select(instance => zooKeeper.Server.ExpireAsync(instance.Session.SessionId)));

        await Task.WhenAll(instances.Select(instance => instance.UntilNewSessionAsync()));
        await Eventually.TrueAsync("one is active and all know it", () =>
        {
            var views = instances.Select(instance => instance.Observer.Current).ToList();
            return views.Count(view => view.IsActiveHere) == 1
                && views.Select(view => view.Active?.Id).Distinct().Count() == 1
                && views.TrueForAll(view => view is { Connected: true, Instances.Count: 3, Active: not null });
        });
    }

    [Fact]
    public async Task Activation_is_cut_when_the_session_expires_meanwhile()
    {
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        var entered = new TaskCompletionSource<Term>();
        var slow = new ScriptedHandler("catalogue", 100, [])
        {
            OnActivate = (term, token) => entered.TrySetResult(term) ? Task.Delay(Timeout.Infinite, token) : Task.CompletedTask,
        };
        var first = await cluster.StartQueuedAsync("id1", slow);
        var second = await cluster.StartQueuedAsync("id2");
        var term = await Eventually.DoneAsync("id1 activates", entered.Task);
        await zooKeeper.Server.ExpireAsync(first.Session.SessionId);

        await second.UntilActiveAsync();
        await Eventually.TrueAsync("the term of id1 ends", () => term.Ended.IsCancellationRequested);
        await first.UntilSeesActiveAsync("id2");
        cluster.Checker.RolesOf("id1").ShouldNotContain(RoleState.Active);
    }

    [Fact]
    public async Task Instance_joins_when_ZooKeeper_comes_after_it()
    {
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        await using var proxy = TcpFaultProxy.To(zooKeeper.Server.Port);
        proxy.Cut();
        var instance = cluster.NewThrough("id1", proxy, TimeSpan.FromSeconds(2));
        await instance.StartAsync();
        instance.Observer.Current.Connected.ShouldBeFalse();
        instance.Observer.SinceLastContact.ShouldBeNull();

        proxy.Restore();
        await instance.UntilActiveAsync();
        instance.Observer.SinceLastContact.ShouldNotBeNull();
    }

    [Fact]
    public async Task Instance_stops_when_it_never_reached_ZooKeeper()
    {
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        await using var proxy = TcpFaultProxy.To(zooKeeper.Server.Port);
        proxy.Cut();
        var instance = cluster.NewThrough("id1", proxy, TimeSpan.FromSeconds(30));
        await instance.StartAsync();
        await instance.StopAsync();
        instance.Observer.Current.Role.ShouldBe(RoleState.Passive);
    }

    [Fact]
    public async Task Active_stops_in_order_while_it_is_cut_off()
    {
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        await using var proxy = TcpFaultProxy.To(zooKeeper.Server.Port);
        List<string> calls = [];
        var instance = await cluster.StartQueuedThroughAsync("id1", proxy, TimeSpan.FromSeconds(20), new ScriptedHandler("catalogue", 100, calls));
        await instance.UntilActiveAsync();
        proxy.Cut();
        await instance.UntilAsync("is out of contact", view => !view.Connected);
        await instance.StopAsync();

        calls.ShouldBe(["+catalogue", "-catalogue"]);
        instance.Observer.Current.Role.ShouldBe(RoleState.Passive);
    }

    [Fact]
    public async Task Crashed_instance_is_registered_again_once_the_session_of_its_predecessor_has_ended()
    {
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        using var logs = new CapturedLogs();
        var first = await cluster.StartQueuedAsync("id1");
        await first.UntilActiveAsync();
        var restarted = cluster.New("id1", logs: logs, configure: options => options.Url = new Uri("http://second:21000"));
        await restarted.StartAsync();

        await Eventually.TrueAsync(
            "the warning names both", () => logs.Text.Contains("http://second:21000", StringComparison.Ordinal) && logs.Text.Contains("http://id1:21000", StringComparison.Ordinal));
        (await cluster.QueueAsync()).Count.ShouldBe(1);
        restarted.Observer.Current.Role.ShouldBe(RoleState.Passive);

        await first.StopAsync();
        await restarted.UntilActiveAsync();
    }

    [Fact]
    public async Task Term_survives_a_restart_of_the_server()
    {
        await using var server = await ZooKeeperServerProcess.StartAsync();
        await using var cluster = new ElectionCluster(await ZooKeeperFixture.NewChrootAsync(server));
        await using var proxy = TcpFaultProxy.To(server.Port);
        var session = TimeSpan.FromSeconds(60);
        var first = await cluster.StartQueuedThroughAsync("id1", proxy, session);
        var second = await cluster.StartQueuedThroughAsync("id2", proxy, session);
        var term = (await first.UntilActiveAsync()).Term!;
        await server.KillAsync();
        await first.UntilAsync("is out of contact", view => !view.Connected);
        await server.StartAgainAsync();

        (await first.UntilAsync("is in contact again", view => view.Connected)).Term.ShouldBe(term);
        await second.UntilAsync("is in contact again", view => view is { Connected: true, Active.Id: "id1" });
        term.Ended.IsCancellationRequested.ShouldBeFalse();
        first.Sessions.ShouldHaveSingleItem();
    }
}
