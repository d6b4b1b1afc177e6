using AtlasHa.LeaderElection.Control;
using AtlasHa.LeaderElection.Nodes;
using AtlasHa.LeaderElection.Tests.Harness;
using AtlasHa.TestKit;
using AtlasHa.ZooKeeper;

namespace AtlasHa.LeaderElection.Tests;

public sealed class SwitchoverTests(ZooKeeperFixture zooKeeper)
{
    [Fact]
    public async Task Named_candidate_takes_over_although_another_stands_before_it()
    {
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        var instances = await StartThreeAsync(cluster);

        // Back and forth, asked through each of them in turn.
        foreach (var (asked, to) in new[] { ("id2", "id3"), ("id3", "id1"), ("id1", "id2"), ("id2", "id1") })
        {
            await AllQueuedAsync(cluster);
            var from = instances["id1"].Observer.Current;
            var request = await instances[asked].Cluster.RequestSwitchoverAsync(to, "a test", default);
            var outcome = await instances[asked].Cluster.AwaitSwitchoverAsync(request, default);

            outcome.To.ShouldBe(to);
            outcome.From.ShouldBe(from.Active!.Id);
            outcome.Epoch.ShouldBe(from.HighestEpoch + 1, "nobody else held office in between");
            foreach (var instance in instances.Values)
                await instance.UntilAsync($"sees {to} active, nothing pending", view => view is { PendingSwitchover: null } && view.Active?.Id == to);
        }
    }

    [Fact]
    public async Task Candidate_is_the_first_in_the_queue_when_none_is_named()
    {
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        var instances = await StartThreeAsync(cluster);

        var request = await instances["id1"].Cluster.RequestSwitchoverAsync(null, "a test", default);

        request.To.ShouldBe("id2");
        (await instances["id1"].Cluster.AwaitSwitchoverAsync(request, default)).ShouldBe(new SwitchoverOutcome("id1", "id2", 2));
    }

    [Fact]
    public async Task Candidate_is_the_one_with_the_highest_priority_when_none_is_named()
    {
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        var instances = await StartThreeAsync(cluster, id3: Tag("priority", "5"));

        (await instances["id1"].Cluster.RequestSwitchoverAsync(null, "a test", default)).To.ShouldBe("id3");
        await instances["id3"].UntilActiveAsync();
    }

    [Fact]
    public async Task Requests_for_a_candidate_that_cannot_take_over_are_refused()
    {
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        var instances = await StartThreeAsync(cluster, id3: Tag("neverActive", "true"));
        var asked = instances["id1"];

        (await RefusedAsync(asked, "id9")).ShouldBe(SwitchoverRefusal.UnknownCandidate);
        (await RefusedAsync(asked, "id3")).ShouldBe(SwitchoverRefusal.CandidateExcluded);
        (await RefusedAsync(asked, "id1")).ShouldBe(SwitchoverRefusal.AlreadyActive);
        await instances["id2"].StopAsync();
        await asked.UntilAsync("id2 is gone", view => !view.Instances.ContainsKey("id2"));
        (await RefusedAsync(asked, "id2")).ShouldBe(SwitchoverRefusal.CandidateDown);
        (await RefusedAsync(asked, null)).ShouldBe(SwitchoverRefusal.NoOtherInstance);

        asked.Observer.Current.Term!.Epoch.ShouldBe(1, "nothing has happened");
        (await cluster.ReadTextAsync(cluster.Paths.Switchover)).ShouldBeNull();
    }

    [Fact]
    public async Task Request_is_refused_while_nobody_is_active()
    {
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        var only = cluster.New("id1", configure: Tag("neverActive", "true"));
        await only.StartAsync();
        await only.UntilAsync("is registered", view => view.Instances.ContainsKey("id1"));

        (await Should.ThrowAsync<ControlUnavailableException>(() => only.Cluster.RequestSwitchoverAsync("id1", "a test", default))).NobodyActive.ShouldBeTrue();
    }

    [Fact]
    public async Task Second_of_two_requests_is_refused_by_name_of_the_first()
    {
        var drained = new TaskCompletionSource();
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        var handler = new ScriptedHandler("catalogue", 100, []) { OnDeactivate = (_, _) => drained.Task };
        var first = await cluster.StartQueuedAsync("id1", handler);
        var second = await cluster.StartQueuedAsync("id2");
        var third = await cluster.StartQueuedAsync("id3");
        foreach (var instance in new[] { first, second, third })
            await instance.UntilAsync("sees all", view => view is { Active.Id: "id1", Instances.Count: 3 });

        // Both at once, through different instances: one create wins in ZooKeeper.
        var both = new[] { second.Cluster.RequestSwitchoverAsync("id2", "one", default), third.Cluster.RequestSwitchoverAsync("id2", "another", default) };
        var refused = await Should.ThrowAsync<SwitchoverRefusedException>(() => Task.WhenAll(both));

        refused.Refusal.ShouldBe(SwitchoverRefusal.AnotherPending);
        refused.Message.ShouldContain("from id1 to id2");
        both.Count(task => task.IsCompletedSuccessfully).ShouldBe(1);
        drained.SetResult();
        await second.UntilActiveAsync();
    }

    [Fact]
    public async Task Second_request_is_refused_by_name_of_the_first_while_nobody_is_active_on_the_way()
    {
        var (entered, released) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        var first = await cluster.StartQueuedAsync("id1");
        var second = await cluster.StartQueuedAsync("id2", new ScriptedHandler("catalogue", 100, []) { OnActivate = (_, _) => EnterAsync(entered, released) });
        var third = await cluster.StartQueuedAsync("id3");
        await first.UntilAsync("sees all", view => view is { Active.Id: "id1", Instances.Count: 3 });

        await first.Cluster.RequestSwitchoverAsync("id2", "one", default);
        await Eventually.DoneAsync("id2 takes office", entered.Task);
        await third.UntilAsync("sees nobody active", view => view.Active is null);
        var refused = await Should.ThrowAsync<SwitchoverRefusedException>(() => third.Cluster.RequestSwitchoverAsync("id3", "another", default));

        refused.Refusal.ShouldBe(SwitchoverRefusal.AnotherPending);
        refused.Message.ShouldContain("from id1 to id2");
        released.SetResult();
        await second.UntilActiveAsync();
    }

    [Fact]
    public async Task Request_waits_for_an_election_that_is_under_way()
    {
        var (entered, released) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        var first = await cluster.StartQueuedAsync("id1", new ScriptedHandler("catalogue", 100, []) { OnActivate = (_, _) => EnterAsync(entered, released) });
        await Eventually.DoneAsync("id1 takes office", entered.Task);
        var second = await cluster.StartQueuedAsync("id2");
        await second.UntilAsync("sees both, none active", view => view is { Active: null, Instances.Count: 2 });

        var asked = second.Cluster.RequestSwitchoverAsync("id2", "a test", default);
        released.SetResult();

        (await asked).From.ShouldBe("id1");
        await second.UntilActiveAsync();
    }

    [Fact]
    public async Task Another_takes_over_when_the_candidate_dies_on_the_way()
    {
        await using var proxy = TcpFaultProxy.To(zooKeeper.Server.Port);
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        var entered = new TaskCompletionSource();
        var first = await cluster.StartQueuedAsync("id1");
        var handler = new ScriptedHandler("catalogue", 100, []) { OnActivate = (_, ct) => EnterAndHangAsync(entered, ct) };
        var candidate = await cluster.StartQueuedThroughAsync("id2", proxy, TimeSpan.FromSeconds(2), handler);
        var third = await cluster.StartQueuedAsync("id3");
        await first.UntilAsync("sees all", view => view is { Active.Id: "id1", Instances.Count: 3 });

        var request = await first.Cluster.RequestSwitchoverAsync("id2", "a test", default);
        await Eventually.DoneAsync("id2 takes office", entered.Task);
        proxy.Blackhole();

        var given = await Should.ThrowAsync<SwitchoverRefusedException>(() => first.Cluster.AwaitSwitchoverAsync(request, default));
        given.Refusal.ShouldBe(SwitchoverRefusal.GivenUp);
        await third.UntilAsync("another is active", view => view.Active is { Id: "id1" or "id3" });
        proxy.Restore();
        await candidate.UntilPassiveAsync();
    }

    [Fact]
    public async Task Another_takes_over_when_the_candidate_fails_to_take_office()
    {
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        var first = await cluster.StartQueuedAsync("id1");
        var handler = new ScriptedHandler("catalogue", 100, []) { OnActivate = (_, _) => throw new InvalidOperationException("no catalogue here") };
        await cluster.StartQueuedAsync("id2", handler);
        await first.UntilAsync("sees both", view => view is { Active.Id: "id1", Instances.Count: 2 });

        var request = await first.Cluster.RequestSwitchoverAsync("id2", "a test", default);

        (await Should.ThrowAsync<SwitchoverRefusedException>(() => first.Cluster.AwaitSwitchoverAsync(request, default)))
            .Refusal.ShouldBe(SwitchoverRefusal.GivenUp);
        (await first.UntilActiveAsync()).HighestEpoch.ShouldBeGreaterThan(request.FromEpoch);
    }

    [Fact]
    public async Task Request_is_void_when_its_candidate_has_not_joined_within_the_deadline()
    {
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        // Registered, but nobody's: as an instance that hangs.
        var hung = new InstanceInfo("id9", new Uri("http://id9:21000"), null, "1", new Dictionary<string, string>(), DateTimeOffset.UnixEpoch, null);
        var first = cluster.New("id1", configure: options => options.SwitchoverDeadline = TimeSpan.FromSeconds(1));
        await first.StartAsync();
        await first.UntilActiveAsync();
        await cluster.Operator.CreateAsync(cluster.Paths.Instance("id9"), NodeData.Encode(hung), CreateMode.Ephemeral);

        await new ControlNodes(cluster.Operator, cluster.Paths, TimeProvider.System)
            .OfferAsync(new SwitchoverRequest("r", "id1", 1, "id9", "a test", DateTimeOffset.UnixEpoch), default);

        await first.UntilAsync("hands over", view => view.Role == RoleState.Passive);
        (await first.UntilActiveAsync()).Term!.Epoch.ShouldBe(2);
        await first.UntilAsync("the request is gone", view => view.PendingSwitchover is null);
    }

    [Theory]
    [InlineData("no JSON")]
    [InlineData("""{"id":"old","from":"id1","fromEpoch":0,"to":"id2","requestedBy":"x","at":"2026-01-01T00:00:00Z"}""")]
    public async Task Request_that_says_nothing_about_the_current_term_is_taken_away(string content)
    {
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        var instances = await StartThreeAsync(cluster);

        await cluster.Operator.CreateAsync(cluster.Paths.Switchover, NodeData.Encode(content), CreateMode.Persistent);

        await Eventually.TrueAsync("the request is gone", async () => await cluster.ReadTextAsync(cluster.Paths.Switchover) is null);
        await AllQueuedAsync(cluster);
        instances["id1"].Observer.Current.Term!.Epoch.ShouldBe(1);
    }

    internal static Action<LeaderElectionOptions> Tag(string name, string value) => options => options.Tags[name] = value;

    private static Task EnterAsync(TaskCompletionSource entered, TaskCompletionSource released)
    {
        entered.TrySetResult();
        return released.Task;
    }

    private static async Task EnterAndHangAsync(TaskCompletionSource entered, CancellationToken cancellationToken)
    {
        entered.TrySetResult();
        await Task.Delay(Timeout.Infinite, cancellationToken);
    }

    private static async Task<SwitchoverRefusal> RefusedAsync(TestInstance asked, string? candidate)
        => (await Should.ThrowAsync<SwitchoverRefusedException>(() => asked.Cluster.RequestSwitchoverAsync(candidate, "a test", default))).Refusal;

    private static Task AllQueuedAsync(ElectionCluster cluster)
        => Eventually.TrueAsync("three are in the queue", async () => (await cluster.QueueAsync()).Count == 3);

    /// <summary>id1 is active; id2 and id3 stand behind it, in this order.</summary>
    private static async Task<Dictionary<string, TestInstance>> StartThreeAsync(ElectionCluster cluster, Action<LeaderElectionOptions>? id3 = null)
    {
        var instances = new Dictionary<string, TestInstance> { ["id1"] = await cluster.StartQueuedAsync("id1"), ["id2"] = await cluster.StartQueuedAsync("id2") };
        instances["id3"] = cluster.New("id3", configure: id3);
        await instances["id3"].StartAsync();
        foreach (var instance in instances.Values)
            await instance.UntilAsync("sees all", view => view is { Active.Id: "id1", Instances.Count: 3 });
        if (!instances["id1"].Observer.Current.Instances["id3"].IsNeverActive())
            await AllQueuedAsync(cluster);
        return instances;
    }
}
