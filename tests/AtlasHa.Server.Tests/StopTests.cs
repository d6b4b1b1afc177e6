using AtlasHa.TestKit;
using AtlasHa.TestKit.Cluster;

namespace AtlasHa.Server.Tests;

/// <summary>The end of a process that was asked to stop, when what it needs for an orderly end is not there.</summary>
public sealed class StopTests
{
    [Fact]
    public async Task Process_ends_with_0_when_it_is_stopped_while_ZooKeeper_does_not_answer()
    {
        ZooKeeperFixture.SkipUnlessAvailable();
        await using var cluster = await AtlasCluster.StartAsync(1);
        var active = await cluster.ActiveAsync();
        cluster.ZooKeeper.Pause();

        (await active.TerminateAsync()).ShouldBe(0);

        cluster.ZooKeeper.Resume();
    }
}
