using AtlasHa.LeaderElection.Nodes;
using AtlasHa.LeaderElection.Tests.Harness;
using AtlasHa.TestKit;
using AtlasHa.ZooKeeper;

namespace AtlasHa.LeaderElection.Tests;

public sealed class HistoryTests(ZooKeeperFixture zooKeeper)
{
    [Fact]
    public async Task Each_change_of_the_active_is_recorded_with_its_reason()
    {
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        var first = await cluster.StartQueuedAsync("id1");
        await first.UntilActiveAsync();
        var second = await cluster.StartQueuedAsync("id2");
        await second.UntilSeesActiveAsync("id1");
        await second.Cluster.AwaitSwitchoverAsync(await second.Cluster.RequestSwitchoverAsync("id2", "ann", default), default);
        await Eventually.TrueAsync("id1 is in the queue again", async () => await cluster.LatchOfAsync("id1") is not null);
        second.Control.RequestStepDown(2, "the disk is full");
        await first.UntilActiveAsync();
        await Eventually.TrueAsync("id2 is in the queue again", async () => await cluster.LatchOfAsync("id2") is not null);
        await RecordedAsync(second, 3);
        await first.Session.CloseAsync(); // As a crash, for the others: it cannot say anything.
        await second.UntilActiveAsync();
        var third = await cluster.StartQueuedAsync("id3");
        await RecordedAsync(second, 4);
        await second.StopAsync();

        var history = await RecordedAsync(third, 5);

        history.Select(change => change.Epoch).ShouldBe([1, 2, 3, 4, 5]);
        history.Select(change => change.From).ShouldBe([null, "id1", "id2", "id1", "id2"]);
        history.Take(4).Select(change => change.To).ShouldBe(["id1", "id2", "id1", "id2"]);
        history.Select(change => change.Reason).ShouldBe(
            ["first election", "switchover to id2, asked for by ann", "the disk is full", "the session of id1 ended", "the instance stops"]);
        history.Select(change => change.GapMs is not null).ShouldBe([false, true, true, false, true]);
        history.ShouldAllBe(change => change.ClaimMs > 0 && change.PublishMs > 0 && change.GapMs >= 0 != (change.GapMs == null));
    }

    [Fact]
    public async Task History_that_somebody_has_spoilt_begins_anew()
    {
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        var first = await cluster.StartQueuedAsync("id1");
        await RecordedAsync(first, 1);
        var second = await cluster.StartQueuedAsync("id2");
        await cluster.Operator.SetDataAsync(cluster.Paths.History, NodeData.Encode("spoilt"));
        await cluster.Operator.SetDataAsync(cluster.Paths.LastLeave, NodeData.Encode("spoilt"));

        await first.StopAsync();

        (await RecordedAsync(second, 2)).ShouldHaveSingleItem().Reason.ShouldBe("the instance stops");
    }

    [Fact]
    public async Task Term_goes_on_when_it_cannot_be_recorded()
    {
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        var nobody = new[] { new Acl(AclPermissions.Read, "world", "anyone") };
        await cluster.Operator.CreateAsync("/apache_atlas", ReadOnlyMemory<byte>.Empty, CreateMode.Persistent);
        await cluster.Operator.CreateAsync(cluster.Paths.History, NodeData.Encode("[]"), CreateMode.Persistent, nobody);
        var first = await cluster.StartQueuedAsync("id1");
        await first.UntilActiveAsync();
        var second = await cluster.StartQueuedAsync("id2");

        await first.StopAsync();

        await second.UntilActiveAsync();
        (await second.Cluster.ReadHistoryAsync(default)).ShouldBeEmpty();
    }

    /// <summary>The history, once it has the term of this epoch: it is written after the term is published.</summary>
    private static async Task<IReadOnlyList<TermChange>> RecordedAsync(TestInstance asked, long epoch)
    {
        IReadOnlyList<TermChange> history = [];
        await Eventually.TrueAsync($"epoch {epoch} is in the history", async () =>
        {
            if (asked.Sessions is not [.., { State: SessionState.Connected }]) return false;
            history = await asked.Cluster.ReadHistoryAsync(default);
            return history.Any(change => change.Epoch == epoch);
        });
        return history;
    }
}
