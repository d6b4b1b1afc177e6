using AtlasHa.LeaderElection.Tests.Harness;
using AtlasHa.TestKit;

namespace AtlasHa.LeaderElection.Tests;

public sealed class PauseAndTagsTests(ZooKeeperFixture zooKeeper)
{
    [Fact]
    public async Task Nobody_takes_over_from_a_dead_active_while_paused_until_resumed()
    {
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        var first = await cluster.StartQueuedAsync("id1");
        var second = await cluster.StartQueuedAsync("id2");
        await second.UntilSeesActiveAsync("id1");

        var pause = await second.Cluster.PauseAsync("a test", "upgrade", default);
        (await first.UntilAsync("sees the pause", view => view.Paused)).Pause.ShouldBe(pause);
        (await second.Cluster.PauseAsync("another", null, default)).ShouldBe(pause, "the first pause stays as it is");
        first.Observer.Current.IsActiveHere.ShouldBeTrue("the active stays");
        await first.Session.CloseAsync(); // As a crash, for the others.

        await second.UntilAsync("sees nobody active, still paused", view => view is { Active: null, Paused: true, Connected: true });
        // It has seen that it is first and let that pass: the place of the other is behind it.
        await Eventually.TrueAsync("both are in the queue", async () => (await cluster.QueueAsync()).Count == 2);
        second.Observer.Current.Role.ShouldBe(RoleState.Passive);
        cluster.Fence.Claims.Count.ShouldBe(1, "nobody tried to take office");

        await first.Cluster.ResumeAsync(default);
        await second.UntilActiveAsync();
        (await first.UntilSeesActiveAsync("id2")).Paused.ShouldBeFalse();
        await second.Cluster.ResumeAsync(default); // Again: nothing happens.
    }

    [Fact]
    public async Task Switchover_needs_a_named_candidate_while_paused_and_works_with_one()
    {
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        var first = await cluster.StartQueuedAsync("id1");
        var second = await cluster.StartQueuedAsync("id2");
        await first.Cluster.PauseAsync("a test", null, default);
        await first.UntilAsync("sees the pause and the other", view => view is { Paused: true, Active.Id: "id1", Instances.Count: 2 });

        var refused = await Should.ThrowAsync<SwitchoverRefusedException>(() => first.Cluster.RequestSwitchoverAsync(null, "a test", default));
        refused.Refusal.ShouldBe(SwitchoverRefusal.PausedWithoutCandidate);
        await first.Cluster.RequestSwitchoverAsync("id2", "a test", default);

        await second.UntilActiveAsync();
        second.Observer.Current.Paused.ShouldBeTrue("a switchover does not end the pause");
    }

    [Fact]
    public async Task Cluster_is_paused_by_a_node_that_was_made_by_hand()
    {
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        var first = await cluster.StartQueuedAsync("id1");
        await first.UntilActiveAsync();

        await cluster.Operator.CreateAsync(cluster.Paths.Pause, ReadOnlyMemory<byte>.Empty, AtlasHa.ZooKeeper.CreateMode.Persistent);

        (await first.UntilAsync("is paused", view => view.Paused)).Pause!.By.ShouldBe("unknown");
    }

    [Fact]
    public async Task Instance_that_is_never_active_is_not_elected_even_if_it_is_alone()
    {
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        var never = cluster.New("id1", configure: SwitchoverTests.Tag("neverActive", "true"));
        await never.StartAsync();
        await never.UntilAsync("is registered", view => view.Instances.ContainsKey("id1"));
        var second = await cluster.StartQueuedAsync("id2");
        await second.UntilActiveAsync();

        await second.StopAsync();

        await never.UntilAsync("is alone", view => view is { Active: null, Instances.Count: 1 });
        (await cluster.QueueAsync()).ShouldBeEmpty();
        cluster.Checker.RolesOf("id1").ShouldBe([RoleState.Passive]);
    }

    [Fact]
    public async Task Highest_priority_of_those_in_the_queue_is_elected()
    {
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        var first = await cluster.StartQueuedAsync("id1");
        await first.UntilActiveAsync();
        var instances = new List<TestInstance>();
        foreach (var (id, priority) in new[] { ("id2", "-1"), ("id3", "0"), ("id4", "7") })
        {
            var instance = cluster.New(id, configure: SwitchoverTests.Tag("priority", priority));
            await instance.StartAsync();
            await Eventually.TrueAsync($"{id} is in the queue", async () => await cluster.LatchOfAsync(id) is not null);
            instances.Add(instance);
        }

        foreach (var instance in instances)
            await instance.UntilAsync("sees all", view => view.Instances.Count == 4);
        await first.StopAsync();

        (await instances[2].UntilActiveAsync()).Term!.Epoch.ShouldBe(2, "nobody else was in office in between");
        await Eventually.TrueAsync("the others wait behind it", async () => (await cluster.QueueAsync()).Count == 3);
        await instances[2].StopAsync();
        await instances[1].UntilActiveAsync();
    }

    [Fact]
    public async Task Lower_priority_is_elected_when_the_higher_one_cannot_take_office()
    {
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        var first = await cluster.StartQueuedAsync("id1");
        await first.UntilActiveAsync();
        var second = await cluster.StartQueuedAsync("id2");
        var handler = new ScriptedHandler("catalogue", 100, []) { OnActivate = (_, _) => throw new InvalidOperationException("no catalogue here") };
        var broken = cluster.New("id3", [handler], configure: SwitchoverTests.Tag("priority", "7"));
        await broken.StartAsync();
        await Eventually.TrueAsync("id3 is in the queue", async () => await cluster.LatchOfAsync("id3") is not null);
        await second.UntilAsync("sees all", view => view.Instances.Count == 3);

        await first.StopAsync();

        await second.UntilActiveAsync();
    }
}
