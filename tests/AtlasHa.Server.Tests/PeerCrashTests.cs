using AtlasHa.TestKit;
using AtlasHa.TestKit.Cluster;
using AtlasHa.ZooKeeper;
using Microsoft.Extensions.Logging.Abstractions;

namespace AtlasHa.Server.Tests;

/// <summary>
/// Kills of the active with sessions of half a minute: a successor that is active while ZooKeeper still lists the dead one's session owes it to the
/// peers' watch alone.
/// </summary>
public sealed class PeerCrashTests : ClusterTest
{
    protected override TimeSpan? SessionTimeout => TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Users_go_on_working_when_the_active_is_killed_long_before_its_session_ends()
    {
        await using var load = EntityLoad.Start(Client);
        await load.MoreAsync(20);
        var killed = await Cluster.ActiveAsync();
        var session = await SessionOfAsync(killed);

        await killed.KillAsync();

        var successor = await Cluster.ActiveAsync(killed.Settings.InstanceId);
        await load.MoreAsync(20);
        (await SessionsAsync()).ShouldContain(session);

        // The same id again, while its predecessor's session still lives.
        await Cluster.RestartAsync(killed.Settings.InstanceId);
        (await Cluster.ActiveAsync()).ShouldBe(successor, "a restarted instance joins as a passive");
        (await SessionsAsync()).ShouldContain(session);
        await load.MoreAsync(20);
        await NothingIsWrongAsync(load);
    }

    [Fact]
    public async Task Frozen_active_keeps_its_nodes_until_its_session_ends()
    {
        var frozen = await Cluster.ActiveAsync();
        var session = await SessionOfAsync(frozen);
        frozen.Pause();

        var successor = Cluster.ActiveAsync(frozen.Settings.InstanceId);
        await Eventually.TrueAsync("the nodes of the frozen one are gone or its session is over", async () =>
        {
            if (await RegisteredSessionAsync(frozen.Settings.InstanceId) == session) return false;
            // Asked afterwards: one that was asked before may have ended, with its nodes, in between.
            (await SessionsAsync()).Contains(session, StringComparison.Ordinal).ShouldBeFalse("its nodes went before its session did");
            return true;
        }, TestTimeouts.Long);

        await successor;
        if (!frozen.HasExited) frozen.Resume();
    }

    private async Task<string> SessionOfAsync(ServerProcess server)
        => (await RegisteredSessionAsync(server.Settings.InstanceId)).ShouldNotBeNull();

    /// <summary>The owner of an instance's registration, as <c>dump</c> writes it; null when there is none.</summary>
    private async Task<string?> RegisteredSessionAsync(string instanceId)
    {
        var options = new ZooKeeperClientOptions { ConnectString = Cluster.ZooKeeper.ConnectString };
        await using var client = new ZooKeeperClientFactory(options, NullLoggerFactory.Instance, TimeProvider.System).Create();
        var stat = await client.ExistsAsync($"/apache_atlas/instances/{instanceId}");
        return stat is null ? null : $"0x{stat.EphemeralOwner:x}";
    }

    private async Task<string> SessionsAsync()
    {
        var dump = await Cluster.ZooKeeper.FourLetterAsync("dump");
        return dump[..dump.IndexOf("ephemeral nodes dump", StringComparison.Ordinal)];
    }
}
