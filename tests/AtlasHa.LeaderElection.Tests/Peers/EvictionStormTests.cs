using AtlasHa.LeaderElection.Peers;
using AtlasHa.LeaderElection.Roles;
using AtlasHa.LeaderElection.Tests.Harness;
using AtlasHa.TestKit;

namespace AtlasHa.LeaderElection.Tests.Peers;

public sealed class EvictionStormTests(ZooKeeperFixture zooKeeper)
{
    [Fact]
    public async Task Living_instance_rejoins_after_one_wrong_removal_and_pauses_after_the_second_in_a_row()
    {
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        var instance = await cluster.StartQueuedAsync("id1");
        var first = (await instance.UntilActiveAsync()).Term!;

        (await RemoveAsync(cluster, instance)).ShouldBeTrue();
        var second = (await instance.UntilAsync("is active again", view => view.Term?.Epoch == 2)).Term!;
        first.Ended.IsCancellationRequested.ShouldBeTrue();
        instance.Observer.Note.ShouldBeNull();
        await Eventually.TrueAsync("id1 stands in the queue again", async () => await cluster.LatchOfAsync("id1") is not null);

        (await RemoveAsync(cluster, instance)).ShouldBeTrue();
        await instance.UntilAsync("is passive and registered", view => view.Role == RoleState.Passive && view.Instances.ContainsKey("id1"));
        second.Ended.IsCancellationRequested.ShouldBeTrue();
        instance.Observer.Note.ShouldNotBeNull().ShouldContain("2 times in a row");
        (await cluster.QueueAsync()).ShouldBeEmpty();

        // Another wins meanwhile, whatever the order of arrival.
        var other = await cluster.StartQueuedAsync("id2");
        await other.UntilActiveAsync();
        instance.Sessions.ShouldHaveSingleItem();
    }

    private static async Task<bool> RemoveAsync(ElectionCluster cluster, TestInstance instance)
    {
        var eviction = new PeerEviction(cluster.Operator, cluster.Paths, new Succession(() => false, () => { }), TimeProvider.System);
        var found = await eviction.FindAsync(instance.Id, instance.Session.SessionId, CancellationToken.None);
        return await eviction.TryRemoveAsync(instance.Id, instance.Session.SessionId, found, CancellationToken.None);
    }
}
