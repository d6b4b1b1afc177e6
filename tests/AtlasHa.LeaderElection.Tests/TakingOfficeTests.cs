using AtlasHa.LeaderElection.Nodes;
using AtlasHa.LeaderElection.Tests.Harness;
using AtlasHa.TestKit;

namespace AtlasHa.LeaderElection.Tests;

public sealed class TakingOfficeTests(ZooKeeperFixture zooKeeper)
{
    [Fact]
    public async Task Election_has_one_leader_whom_everybody_names_when_three_instances_start_together()
    {
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        var instances = await Task.WhenAll(cluster.StartAsync("id1"), cluster.StartAsync("id2"), cluster.StartAsync("id3"));

        var views = await Task.WhenAll(instances.Select(
            instance => instance.UntilAsync("sees three instances and the active one", view => view is { Active.Epoch: not null, Instances.Count: 3 })));

        var active = views.Select(view => view.Active!.Id).Distinct().ShouldHaveSingleItem();
        instances.Count(instance => instance.Observer.Current.IsActiveHere).ShouldBe(1);
        instances.Single(instance => instance.Id == active).Observer.Current.IsActiveHere.ShouldBeTrue();
    }

    [Fact]
    public async Task Active_publishes_its_address_as_plain_text_in_the_session_of_its_registration_and_its_latch()
    {
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        var instance = await cluster.StartAsync("id1");
        await instance.UntilActiveAsync();

        (await cluster.ReadTextAsync(cluster.Paths.Address)).ShouldBe("http://id1:21000");
        (await cluster.ReadTextAsync(cluster.Paths.Epoch)).ShouldBe("1");
        var latch = await cluster.LatchOfAsync("id1");
        foreach (var path in new[] { cluster.Paths.Address, cluster.Paths.Instance("id1"), latch! })
            (await cluster.Operator.ExistsAsync(path))!.EphemeralOwner.ShouldBe(instance.Session.SessionId);
        var registered = await cluster.Operator.GetDataAsync(cluster.Paths.Instance("id1"));
        NodeData.DecodeInstance(registered.Data, "id1")!.Epoch.ShouldBe(1);
    }

    [Fact]
    public async Task Handlers_run_in_order_before_publication_and_in_reverse_when_the_instance_stops()
    {
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        List<string> calls = [];
        string? addressWhileActivating = "not asked";
        var last = new ScriptedHandler("grain", 200, calls)
        {
            OnActivate = async (_, _) => addressWhileActivating = await cluster.ReadTextAsync(cluster.Paths.Address),
        };
        var instance = await cluster.StartAsync("id1", last, new ScriptedHandler("catalogue", 100, calls), new ScriptedHandler("hooks", 300, calls));
        await instance.UntilActiveAsync();
        await instance.StopAsync();

        calls.ShouldBe(["+catalogue", "+grain", "+hooks", "-hooks", "-grain", "-catalogue"]);
        addressWhileActivating.ShouldBeNull();
        cluster.Checker.RolesOf("id1").ShouldBe(
            [RoleState.Passive, RoleState.BecomingActive, RoleState.Active, RoleState.BecomingPassive, RoleState.Passive]);
    }

    [Fact]
    public async Task Another_candidate_wins_when_a_handler_throws_and_what_was_activated_is_undone()
    {
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        List<string> calls = [];
        var broken = new ScriptedHandler("grain", 200, calls) { OnActivate = (_, _) => throw new InvalidOperationException("no grain today") };
        var gate = new TaskCompletionSource();
        var first = new ScriptedHandler("catalogue", 100, calls) { OnActivate = (_, _) => gate.Task };
        var faulty = await cluster.StartQueuedAsync("id1", first, broken);
        var healthy = await cluster.StartQueuedAsync("id2");
        gate.SetResult();

        await healthy.UntilActiveAsync();
        await faulty.UntilSeesActiveAsync("id2");
        calls.Take(4).ShouldBe(["+catalogue", "+grain", "-grain", "-catalogue"]);
        cluster.Checker.RolesOf("id1").ShouldNotContain(RoleState.Active);
    }

    [Fact]
    public async Task Another_candidate_wins_when_a_handler_hangs_past_its_deadline()
    {
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        var hanging = new ScriptedHandler("catalogue", 100, [])
        {
            ActivationDeadline = TimeSpan.FromMilliseconds(300),
            OnActivate = (_, token) => Task.Delay(Timeout.Infinite, token),
        };
        var faulty = await cluster.StartQueuedAsync("id1", hanging);
        var healthy = await cluster.StartQueuedAsync("id2");

        await healthy.UntilActiveAsync();
        await faulty.UntilSeesActiveAsync("id2");
        cluster.Checker.RolesOf("id1").ShouldNotContain(RoleState.Active);
    }

    [Fact]
    public async Task Instance_is_no_candidate_while_a_handler_ignores_its_cancellation_and_one_again_when_it_returns()
    {
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        List<string> calls = [];
        var release = new TaskCompletionSource();
        var deaf = new ScriptedHandler("catalogue", 100, calls)
        {
            ActivationDeadline = TimeSpan.FromMilliseconds(200),
            OnActivate = (_, _) => release.Task,
        };
        var instance = await cluster.StartAsync("id1", deaf);
        await instance.UntilAsync("takes office", view => view.Role == RoleState.BecomingActive);
        await instance.UntilPassiveAsync();
        (await cluster.QueueAsync()).ShouldBeEmpty();

        release.SetResult();
        await instance.UntilActiveAsync();
        calls.ShouldBe(["+catalogue", "-catalogue", "+catalogue"]);
    }

    [Fact]
    public async Task Activation_is_cancelled_and_never_published_when_leadership_goes_meanwhile()
    {
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        var entered = new TaskCompletionSource<Term>();
        var cancelled = new TaskCompletionSource();
        var slow = new ScriptedHandler("catalogue", 100, [])
        {
            OnActivate = async (term, token) =>
            {
                if (!entered.TrySetResult(term))
                    return;
                await Task.Delay(Timeout.Infinite, token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                cancelled.SetResult();
            },
        };
        await cluster.StartQueuedAsync("id1", slow);
        var second = await cluster.StartQueuedAsync("id2");
        var term = await Eventually.DoneAsync("id1 activates", entered.Task);
        await cluster.Operator.DeleteAsync((await cluster.LatchOfAsync("id1"))!);

        await Eventually.DoneAsync("the activation is cancelled", cancelled.Task);
        await second.UntilActiveAsync();
        term.Ended.IsCancellationRequested.ShouldBeTrue();
        cluster.Checker.RolesOf("id1").ShouldNotContain(RoleState.Active);
    }

    [Fact]
    public async Task Publication_fails_when_the_latch_went_in_the_last_moment_of_activation()
    {
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        var first = true;
        var handler = new ScriptedHandler("catalogue", 100, [])
        {
            // Returns success after the node is gone: only the transaction that publishes can notice.
            OnActivate = async (_, _) =>
            {
                if (!first)
                    return;
                first = false;
                await cluster.Operator.DeleteAsync((await cluster.LatchOfAsync("id1"))!, cancellationToken: CancellationToken.None);
            },
        };
        var instance = await cluster.StartAsync("id1", handler);

        (await instance.UntilActiveAsync()).Term!.Epoch.ShouldBe(2);
        cluster.Fence.Claims.Select(claim => claim.Epoch).ShouldBe([1, 2]);
    }

    [Fact]
    public async Task Stop_ends_an_activation_that_is_under_way()
    {
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        var entered = new TaskCompletionSource();
        List<string> calls = [];
        var slow = new ScriptedHandler("catalogue", 100, calls)
        {
            OnActivate = (_, token) =>
            {
                entered.SetResult();
                return Task.Delay(Timeout.Infinite, token);
            },
        };
        var instance = await cluster.StartAsync("id1", slow);
        await Eventually.DoneAsync("id1 activates", entered.Task);
        await instance.StopAsync();

        calls.ShouldBe(["+catalogue", "-catalogue"]);
        instance.Observer.Current.Role.ShouldBe(RoleState.Passive);
        (await cluster.QueueAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Epoch_exceeds_what_the_store_knows_when_the_ensemble_was_wiped()
    {
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        cluster.Fence.Raise(41);
        var first = await cluster.StartAsync("id1");
        (await first.UntilActiveAsync()).Term!.Epoch.ShouldBe(42);
        await first.StopAsync();
        await cluster.DeleteAllAsync(cluster.Paths.Epoch);

        var second = await cluster.StartAsync("id2");
        (await second.UntilActiveAsync()).Term!.Epoch.ShouldBe(43);
        (await cluster.ReadTextAsync(cluster.Paths.Epoch)).ShouldBe("43");
    }

    [Fact]
    public async Task Epoch_is_taken_from_the_store_when_the_node_holds_no_number()
    {
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        var first = await cluster.StartAsync("id1");
        await first.UntilActiveAsync();
        await first.StopAsync();
        await cluster.Operator.SetDataAsync(cluster.Paths.Epoch, NodeData.Encode("rubbish"));

        var second = await cluster.StartAsync("id2");
        (await second.UntilActiveAsync()).Term!.Epoch.ShouldBe(2);
    }
}
