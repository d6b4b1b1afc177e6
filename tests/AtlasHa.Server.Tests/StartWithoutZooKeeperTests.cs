using System.Net;
using AtlasHa.TestKit;
using AtlasHa.TestKit.Cluster;

namespace AtlasHa.Server.Tests;

/// <summary>Scenario 62 of the failure list: processes that are started while all of ZooKeeper is down.</summary>
public sealed class StartWithoutZooKeeperTests : IAsyncLifetime
{
    private static readonly Dictionary<string, string> Settings = new() { ["AtlasHa:Gateway:HoldTimeout"] = "00:00:00.2" };

    private AtlasCluster _cluster = null!;

    public async ValueTask InitializeAsync()
    {
        ZooKeeperFixture.SkipUnlessAvailable();
        _cluster = await AtlasCluster.StartAsync(1, Settings, sessionTimeout: TimeSpan.FromSeconds(1));
    }

    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null) await _cluster.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Instance_answers_status_refuses_users_and_joins_when_ZooKeeper_comes()
    {
        await _cluster["id1"].KillAsync();
        await _cluster.ZooKeeper.KillAsync();
        await _cluster.RestartAsync("id1");
        var server = _cluster["id1"];
        using var user = new ClusterClient([server.Settings.Url]);

        var status = (await _cluster.StatusAsync(server)).ShouldNotBeNull();
        ((string?)status["Status"]).ShouldBe("PASSIVE");
        ((string?)status["note"]).ShouldNotBeNull().ShouldContain("AtlasHa:ZooKeeper:ConnectString");
        (await AskAsync(user, "/health/live")).Status.ShouldBe(HttpStatusCode.OK);
        (await AskAsync(user, "/health/ready")).Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        var refused = await AskAsync(user, "/api/atlas/v2/types/typedefs");
        refused.Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        refused.RetryAfter.ShouldNotBeNull();

        // The second line comes after the attempt at which Orleans itself would have given up.
        await Eventually.TrueAsync(
            $"two failed attempts are logged\n{_cluster.Diagnosis()}",
            () => server.Output.Split("No ZooKeeper server answers").Length > 2,
            TestTimeouts.Long);
        server.HasExited.ShouldBeFalse(server.Output);
        await _cluster.ZooKeeper.StartAgainAsync();

        (await _cluster.ActiveAsync()).ShouldBe(server);
        ((string?)(await _cluster.StatusAsync(server))!["note"]).ShouldBeNull();
        await EntityLoad.DefineTypeAsync(user);
    }

    [Fact]
    public async Task Stop_while_waiting_for_ZooKeeper_is_a_stop_that_was_asked_for()
    {
        await _cluster["id1"].KillAsync();
        await _cluster.ZooKeeper.KillAsync();
        await _cluster.RestartAsync("id1");

        (await _cluster["id1"].TerminateAsync()).ShouldBe(0, _cluster["id1"].Output);
    }

    [Fact]
    public async Task Stop_after_ZooKeeper_was_lost_does_not_wait_for_it_to_the_last()
    {
        await _cluster.ZooKeeper.KillAsync();

        (await _cluster["id1"].TerminateAsync()).ShouldBe(0, _cluster["id1"].Output);

        _cluster["id1"].Output.ShouldNotContain("within 30 s");
    }

    private Task<ClusterClient.Answer> AskAsync(ClusterClient user, string path)
        => user.SendOnceAsync(HttpMethod.Get, new Uri(_cluster["id1"].Settings.Url, path), null);
}
