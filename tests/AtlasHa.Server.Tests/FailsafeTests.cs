using System.Text.Json.Nodes;
using AtlasHa.TestKit;
using AtlasHa.TestKit.Cluster;

namespace AtlasHa.Server.Tests;

/// <summary>ZooKeeper as a whole goes away and comes back while users work. Scenarios 20 and 21 of the failure list, on real processes.</summary>
public sealed class FailsafeTests : ClusterTest
{
    [Fact]
    public async Task No_request_fails_while_ZooKeeper_is_down_and_when_it_returns()
    {
        var active = await Cluster.ActiveAsync();
        var epoch = (long)(await Cluster.StatusAsync(active))!["epoch"]!;
        await using var load = EntityLoad.Start(Client, users: 2);
        await using var users = StrictUsers.Start([.. Cluster.Servers]);
        await users.MoreAsync(5);

        foreach (var server in Cluster.Servers) (await PageAsync(server)).ShouldContain("first election");
        await Cluster.ZooKeeper.KillAsync();
        await UntilAsync(active, "failsafe", status => (bool?)status["failsafe"] == true);
        await UntilAsync(active, "two session timeouts without ZooKeeper", status => (long)status["zooKeeperAgeMs"]! > 2 * active.Settings.SessionTimeout.TotalMilliseconds);
        await users.MoreAsync(5);
        foreach (var server in Cluster.Servers)
        {
            server.HasExited.ShouldBeFalse(server.Output);
            var status = (await Cluster.StatusAsync(server))!;
            ((string?)status["Status"]).ShouldBe(server == active ? "ACTIVE" : "PASSIVE");
            ((string?)status["activeInstanceId"]).ShouldBe(active.Settings.InstanceId);
        }

        var listed = (await Client.SendAsync(HttpMethod.Get, "/api/atlas/admin/instances")).Json["instances"]!.AsArray();
        listed.Count(instance => (bool?)instance!["failsafe"] == true).ShouldBe(1);
        listed.ShouldAllBe(instance => (bool)instance!["reachable"]!);

        foreach (var server in Cluster.Servers)
        {
            var page = await PageAsync(server);
            page.ShouldContain(server == active ? "active without ZooKeeper (failsafe)" : "ZooKeeper cannot be reached from this instance");
            page.ShouldContain("first election", customMessage: "the history was read before the outage");
        }

        await Cluster.ZooKeeper.StartAgainAsync();
        foreach (var server in Cluster.Servers)
            await UntilAsync(server, "contact with ZooKeeper", status => status["failsafe"] is null && (long)status["zooKeeperAgeMs"]! < active.Settings.SessionTimeout.TotalMilliseconds);
        await users.MoreAsync(5);

        (await Cluster.ActiveAsync()).ShouldBe(active, "nothing changes hands for an outage of ZooKeeper");
        ((long)(await Cluster.StatusAsync(active))!["epoch"]!).ShouldBe(epoch);
        await users.StopAsync();
        users.Failures.ShouldBeEmpty();
        await NothingIsWrongAsync(load);
    }

    private async Task<string> PageAsync(ServerProcess server)
        => (await Client.SendOnceAsync(HttpMethod.Get, new Uri(server.Settings.Url, "/status"), json: null)).Body;

    private Task UntilAsync(ServerProcess server, string what, Func<JsonNode, bool> condition)
        => Eventually.TrueAsync(
            $"{server.Settings.InstanceId}: {what}", async () => await Cluster.StatusAsync(server) is { } status && condition(status), TestTimeouts.Long);
}
