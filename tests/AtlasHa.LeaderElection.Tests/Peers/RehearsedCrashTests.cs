using AtlasHa.LeaderElection.Peers;
using AtlasHa.LeaderElection.Tests.Harness;
using AtlasHa.TestKit;

namespace AtlasHa.LeaderElection.Tests.Peers;

public sealed class RehearsedCrashTests(ZooKeeperFixture zooKeeper)
{
    [Fact]
    public async Task Whoever_stands_behind_it_takes_over_as_after_a_real_crash()
    {
        await using var cluster = await ElectionCluster.NewAsync(zooKeeper);
        await using var crash = await RehearsedCrash.StageAsync(cluster.NewFactory(), ElectionReader.DefaultZkRoot, TimeProvider.System, CancellationToken.None);
        var successor = await cluster.StartQueuedAsync(cluster.New("id1"));
        await successor.UntilSeesActiveAsync(RehearsedCrash.InstanceId);

        await Eventually.DoneAsync("it crashes when it is watched", crash.HappenAsync(CancellationToken.None));

        await successor.UntilActiveAsync();
        await successor.UntilCrashesAsync(1);
        successor.Crashes.ShouldHaveSingleItem().InstanceId.ShouldBe(RehearsedCrash.InstanceId);
    }
}
