using AtlasHa.Cli.Cluster;
using AtlasHa.Cli.Tests.Support;
using AtlasHa.TestKit;

namespace AtlasHa.Cli.Tests;

public sealed class ClusterLockTests
{
    [Fact]
    public async Task Lock_has_one_holder_and_says_so_to_the_next()
    {
        using var directory = new TemporaryDirectory();
        var layout = new ClusterLayout(directory.Path);
        using var first = await TakeAsync(layout, TimeSpan.Zero);

        var refused = await Should.ThrowAsync<CliException>(() => TakeAsync(layout, TimeSpan.Zero));

        refused.Message.ShouldContain("another atlas-ha command");
    }

    [Fact]
    public async Task Lock_passes_on_when_its_holder_lets_go()
    {
        using var directory = new TemporaryDirectory();
        var layout = new ClusterLayout(directory.Path);
        var first = await TakeAsync(layout, TimeSpan.Zero);
        var second = TakeAsync(layout, TestTimeouts.Short);

        first.Dispose();

        (await second).Dispose();
    }

    private static Task<ClusterLock> TakeAsync(ClusterLayout layout, TimeSpan patience)
        => ClusterLock.TakeAsync(layout, patience, TimeProvider.System, TestContext.Current.CancellationToken);
}
