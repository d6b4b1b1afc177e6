using System.Text.RegularExpressions;
using AtlasHa.LeaderElection.Tests.Harness;
using AtlasHa.TestKit;
using AtlasHa.ZooKeeper;

namespace AtlasHa.LeaderElection.Tests;

public sealed partial class QueueTests(ZooKeeperFixture zooKeeper)
{
    [Fact]
    public async Task Queue_holds_names_that_Curators_recipes_understand()
    {
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        await cluster.StartQueuedAsync("id1");
        (await cluster.QueueAsync()).ShouldHaveSingleItem().ShouldMatch("^_c_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}-latch-[0-9]{10}$");
    }

    [Fact]
    public async Task Twenty_candidates_have_one_leader_and_a_change_concerns_two_of_them()
    {
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        var instances = await Task.WhenAll(Enumerable.Range(1, 20).Select(i => cluster.StartAsync($"id{i}")));
        var views = await Task.WhenAll(instances.Select(
            instance => instance.UntilAsync("sees twenty and the active one", view => view is { Active: not null, Instances.Count: 20 })));
        views.Select(view => view.Active!.Id).Distinct().ShouldHaveSingleItem();
        await Eventually.TrueAsync("all twenty stand in the queue", async () => (await cluster.QueueAsync()).Count == 20);

        // wchp lists each watched path with the sessions that watch it: a latch node has its owner and its successor.
        await Eventually.TrueAsync("every latch node is watched by its owner and its successor only", async () =>
        {
            var watchers = WatchedLatches().Matches(await zooKeeper.Server.FourLetterAsync("wchp"))
                .Where(match => match.Groups["path"].Value.StartsWith(cluster.Chroot, StringComparison.Ordinal))
                .Select(match => match.Groups["session"].Captures.Count).Order().ToList();
            return watchers.SequenceEqual(Enumerable.Repeat(2, 19).Prepend(1));
        });
    }

    [Fact]
    public async Task Active_steps_down_and_queues_again_when_an_operator_deletes_its_latch_node()
    {
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        var first = await cluster.StartQueuedAsync("id1");
        var second = await cluster.StartQueuedAsync("id2");
        var term = (await first.UntilActiveAsync()).Term!;
        await cluster.Operator.DeleteAsync((await cluster.LatchOfAsync("id1"))!);

        (await second.UntilActiveAsync()).Term!.Epoch.ShouldBe(2);
        await first.UntilSeesActiveAsync("id2");
        term.Ended.IsCancellationRequested.ShouldBeTrue();
        await Eventually.TrueAsync("id1 queues again", async () => await cluster.LatchOfAsync("id1") is not null);
        (await cluster.ReadTextAsync(cluster.Paths.Address)).ShouldBe("http://id2:21000");
    }

    [Fact]
    public async Task Waiting_candidate_queues_again_when_an_operator_deletes_its_latch_node()
    {
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        var first = await cluster.StartQueuedAsync("id1");
        await first.UntilActiveAsync();
        await cluster.StartQueuedAsync("id2");
        var before = (await cluster.LatchOfAsync("id2"))!;
        await cluster.Operator.DeleteAsync(before);

        await Eventually.TrueAsync("id2 queues again", async () => await cluster.LatchOfAsync("id2") is { } after && after != before);
        first.Observer.Current.Term!.Epoch.ShouldBe(1);
        first.Observer.Current.IsActiveHere.ShouldBeTrue();
    }

    [Fact]
    public async Task Election_goes_on_when_an_operator_deletes_the_whole_tree()
    {
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        TestInstance[] instances = [await cluster.StartQueuedAsync("id1"), await cluster.StartQueuedAsync("id2")];
        await instances[0].UntilActiveAsync();
        await cluster.DeleteAllAsync(ElectionReader.DefaultZkRoot);

        foreach (var instance in instances)
            await instance.UntilAsync("sees both and a new term", view => view is { Instances.Count: 2, Active.Epoch: > 1 });
        instances.Count(instance => instance.Observer.Current.IsActiveHere).ShouldBe(1);
    }

    [Fact]
    public async Task Active_publishes_its_address_and_registration_again_when_an_operator_deletes_them()
    {
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        var instance = await cluster.StartAsync("id1");
        await instance.UntilActiveAsync();
        foreach (var path in new[] { cluster.Paths.Address, cluster.Paths.Instance("id1") })
        {
            await cluster.Operator.DeleteAsync(path);
            await Eventually.TrueAsync(
                $"{path} is back", async () => (await cluster.Operator.ExistsAsync(path))?.EphemeralOwner == instance.Session.SessionId);
        }

        instance.Observer.Current.Term!.Epoch.ShouldBe(1);
        instance.Observer.Current.IsActiveHere.ShouldBeTrue();
    }

    [Fact]
    public async Task Candidate_waits_behind_a_foreign_candidate_of_the_same_recipe()
    {
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        var first = await cluster.StartQueuedAsync("id1");
        await first.UntilActiveAsync();
        await cluster.Operator.CreateAsync(cluster.Paths.Queued("_c_00000000-0000-0000-0000-000000000000-latch-"), "java"u8.ToArray(), CreateMode.EphemeralSequential);
        var last = await cluster.StartQueuedAsync("id2");
        await first.StopAsync();
        await last.UntilAsync("sees nobody active", view => view is { Active: null, Instances.Count: 1 });
        last.Observer.Current.Role.ShouldBe(RoleState.Passive);

        await cluster.Operator.DeleteAsync((await cluster.LatchOfAsync("java"))!);
        await last.UntilActiveAsync();
    }

    [GeneratedRegex(@"^(?<path>/\S*leader_elector_path/\S+)\n(?:\t(?<session>0x[0-9a-f]+)\n)+", RegexOptions.Multiline)]
    private static partial Regex WatchedLatches();
}
