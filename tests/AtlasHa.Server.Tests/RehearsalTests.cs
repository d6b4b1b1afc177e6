using AtlasHa.TestKit;
using AtlasHa.TestKit.Cluster;
using AtlasHa.ZooKeeper;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;

namespace AtlasHa.Server.Tests;

/// <summary>The rehearsal of the take-over at the start of a passive.</summary>
public sealed class RehearsalTests
{
    [Fact]
    public async Task Passive_rehearses_the_take_over_and_leaves_nothing_behind()
    {
        await using var cluster = await AtlasCluster.StartAsync(2, adjust: settings => settings with { Rehearses = true });
        var active = await cluster.ActiveAsync();
        var passive = await cluster.PassiveAsync();

        await Eventually.TrueAsync(
            "the passive has rehearsed", () => passive.Output.Contains("The take-over was rehearsed", StringComparison.Ordinal), TestTimeouts.Long);

        active.Output.ShouldNotContain("rehearsed");
        passive.Output.ShouldNotContain("could not be rehearsed");
        passive.Output.ShouldNotContain("is the active one with epoch");
        (await cluster.ActiveAsync()).ShouldBe(active);
        await using var operatorSession = new ZooKeeperClientFactory(
            new ZooKeeperClientOptions { ConnectString = cluster.ZooKeeper.ConnectString }, NullLoggerFactory.Instance, TimeProvider.System).Create();
        (await operatorSession.GetChildrenAsync("/apache_atlas/rehearsals")).Children.ShouldBeEmpty();
        (await operatorSession.GetDataAsync("/apache_atlas/epoch")).Data.ShouldBe("1"u8.ToArray());
    }
}
