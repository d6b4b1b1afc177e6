using AtlasHa.LeaderElection.Tests.Harness;
using AtlasHa.TestKit;

namespace AtlasHa.LeaderElection.Tests;

public sealed class LeavingOfficeTests(ZooKeeperFixture zooKeeper)
{
    [Fact]
    public async Task Next_in_the_queue_takes_over_when_the_active_stops()
    {
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        var first = await cluster.StartQueuedAsync("id1");
        var second = await cluster.StartQueuedAsync("id2");
        var third = await cluster.StartQueuedAsync("id3");
        await first.UntilActiveAsync();

        await first.StopAsync();

        (await second.UntilActiveAsync()).HighestEpoch.ShouldBe(2);
        (await third.UntilSeesActiveAsync("id2")).Instances.Keys.ShouldNotContain("id1");
    }

    [Fact]
    public async Task Instance_that_left_to_stop_sees_who_follows()
    {
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        var first = await cluster.StartQueuedAsync("id1");
        await cluster.StartQueuedAsync("id2");
        await first.UntilActiveAsync();

        await first.LeaveAsync();

        (await first.UntilSeesActiveAsync("id2")).Instances.Keys.ShouldNotContain("id1");
    }

    [Fact]
    public async Task Term_ends_only_after_the_handlers_have_drained_when_leaving_is_planned()
    {
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        bool? endedWhileDraining = null;
        var handler = new ScriptedHandler("catalogue", 100, [])
        {
            OnDeactivate = (term, token) =>
            {
                endedWhileDraining = term.Ended.IsCancellationRequested || token.IsCancellationRequested;
                return Task.CompletedTask;
            },
        };
        var instance = await cluster.StartAsync("id1", handler);
        var term = (await instance.UntilActiveAsync()).Term!;
        await instance.StopAsync();

        endedWhileDraining.ShouldBe(false);
        term.Ended.IsCancellationRequested.ShouldBeTrue();
    }

    [Fact]
    public async Task Term_has_ended_before_the_handlers_go_when_leadership_is_lost()
    {
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        var endedWhileDraining = new TaskCompletionSource<bool>();
        var handler = new ScriptedHandler("catalogue", 100, [])
        {
            OnDeactivate = (term, _) =>
            {
                endedWhileDraining.TrySetResult(term.Ended.IsCancellationRequested);
                return Task.CompletedTask;
            },
        };
        var instance = await cluster.StartAsync("id1", handler);
        await instance.UntilActiveAsync();
        await cluster.Operator.DeleteAsync((await cluster.LatchOfAsync("id1"))!);

        (await Eventually.DoneAsync("the handler is deactivated", endedWhileDraining.Task)).ShouldBeTrue();
    }

    [Fact]
    public async Task Instance_reaches_passive_when_every_handler_throws_on_the_way_down()
    {
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        List<string> calls = [];
        using var logs = new CapturedLogs();
        Func<Term, CancellationToken, Task> fail = (_, _) => throw new InvalidOperationException("stuck");
        var instance = cluster.New(
            "id1", [new ScriptedHandler("a", 1, calls) { OnDeactivate = fail }, new ScriptedHandler("b", 2, calls) { OnDeactivate = fail }], logs: logs);
        await instance.StartAsync();
        await instance.UntilActiveAsync();
        await instance.StopAsync();

        instance.Observer.Current.Role.ShouldBe(RoleState.Passive);
        calls.ShouldBe(["+a", "+b", "-b", "-a"]);
        logs.Lines.Count(line => line.StartsWith("Error: Handler", StringComparison.Ordinal) && line.Contains("failed while it was deactivated", StringComparison.Ordinal)).ShouldBe(2);
    }

    [Fact]
    public async Task Work_under_way_is_cut_at_the_deadline_and_another_takes_over()
    {
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        var busy = new ScriptedHandler("grain", 200, []) { OnDeactivate = (_, token) => Task.Delay(Timeout.Infinite, token) };
        var first = cluster.New("id1", [busy], configure: options => options.DeactivationDeadline = TimeSpan.FromMilliseconds(200));
        await first.StartAsync();
        await first.UntilActiveAsync();
        var second = await cluster.StartQueuedAsync("id2");

        await first.StopAsync();
        await second.UntilActiveAsync();
    }

    [Fact]
    public async Task Instance_steps_down_to_the_end_of_the_queue_when_asked_to()
    {
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        var first = await cluster.StartQueuedAsync("id1");
        var second = await cluster.StartQueuedAsync("id2");
        await first.UntilActiveAsync();
        first.Control.RequestStepDown(1, "the store names a higher epoch");

        await second.UntilActiveAsync();
        (await first.UntilSeesActiveAsync("id2")).Role.ShouldBe(RoleState.Passive);
        await Eventually.TrueAsync("id1 queues again", async () => await cluster.LatchOfAsync("id1") is not null);
        second.Control.RequestStepDown(2, "back again");
        (await first.UntilActiveAsync()).Term!.Epoch.ShouldBe(3);
    }

    [Fact]
    public async Task Step_down_changes_nothing_on_an_instance_that_is_not_in_office()
    {
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        var first = await cluster.StartQueuedAsync("id1");
        var second = await cluster.StartQueuedAsync("id2");
        await first.UntilActiveAsync();
        second.Control.RequestStepDown(1, "nothing to give up");
        await first.StopAsync();

        (await second.UntilActiveAsync()).Term!.Epoch.ShouldBe(2);
        second.Observer.Current.IsActiveHere.ShouldBeTrue();
    }

    [Fact]
    public async Task Terms_rise_and_nothing_is_left_behind_over_sixty_changes_of_office()
    {
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        TestInstance[] instances = [await cluster.StartQueuedAsync("id1"), await cluster.StartQueuedAsync("id2"), await cluster.StartQueuedAsync("id3")];
        for (var epoch = 1; epoch <= 60; epoch++)
        {
            var views = instances.Select(instance => instance.UntilAsync(
                $"sees epoch {epoch} published", view => view.HighestEpoch >= epoch && view.Active?.Epoch == epoch));
            var active = (await Task.WhenAll(views)).Select(view => view.Active!.Id).Distinct().ShouldHaveSingleItem();
            instances.Single(instance => instance.Id == active).Control.RequestStepDown(epoch, $"change {epoch}");
        }

        foreach (var instance in instances)
            await instance.StopAsync();
        (await cluster.QueueAsync()).ShouldBeEmpty();
        (await cluster.Operator.GetChildrenAsync(cluster.Paths.Instances)).Children.ShouldBeEmpty();
        (await cluster.ReadTextAsync(cluster.Paths.Address)).ShouldBeNull();
        cluster.Checker.Terms.ShouldBeGreaterThanOrEqualTo(60);
        var epochs = cluster.Fence.Claims.Select(claim => claim.Epoch).ToList();
        epochs.ShouldBe(epochs.Order().Distinct());
    }
}
