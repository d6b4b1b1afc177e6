using System.Net;
using AtlasHa.TestKit;
using AtlasHa.TestKit.Cluster;

namespace AtlasHa.Server.Tests;

/// <summary>Switchovers while users write, on real processes: requests are held, not failed.</summary>
public sealed class SwitchoverTests : ClusterTest
{
    [Fact]
    public async Task Nobody_is_refused_while_the_service_moves_from_instance_to_instance()
    {
        await using var load = EntityLoad.Start(Client);
        await load.MoreAsync(20);

        for (var round = 0; round < 3; round++)
        {
            var active = await Cluster.ActiveAsync();
            var candidate = Cluster.Servers.First(server => server != active);
            var asked = Cluster.Servers.ElementAt(round % Cluster.Servers.Count);

            var answer = await SwitchAsync(asked, candidate);

            answer.Status.ShouldBe(HttpStatusCode.OK, answer.ToString());
            ((string?)answer.Json["from"], (string?)answer.Json["to"]).ShouldBe((active.Settings.InstanceId, candidate.Settings.InstanceId));
            (await Cluster.ActiveAsync()).ShouldBe(candidate);
            await load.MoreAsync(20);
        }

        await NothingIsWrongAsync(load);
    }

    [Fact]
    public async Task Paused_cluster_stays_without_an_active_until_it_is_resumed()
    {
        await using var load = EntityLoad.Start(Client);
        await load.MoreAsync(20);
        var killed = await Cluster.ActiveAsync();
        var other = await Cluster.PassiveAsync();
        (await AskAsync(other, "pause", """{"reason":"a test"}""")).Status.ShouldBe(HttpStatusCode.OK);

        await killed.KillAsync();

        await Eventually.TrueAsync("nobody is active", async () => await Cluster.StatusAsync(other) is { } status && status["activeInstanceId"] is null, TestTimeouts.Long);
        ((bool?)(await Cluster.StatusAsync(other))!["paused"]).ShouldBe(true);
        (await AskAsync(other, "switchover", null)).Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await AskAsync(other, "resume", null)).Status.ShouldBe(HttpStatusCode.OK);
        await Cluster.ActiveAsync(killed.Settings.InstanceId);
        await load.MoreAsync(20);
        await NothingIsWrongAsync(load);
    }

    /// <summary>The one that has just left office rejoins the queue a moment later; until then it is no candidate.</summary>
    private async Task<ClusterClient.Answer> SwitchAsync(ServerProcess asked, ServerProcess candidate)
    {
        ClusterClient.Answer? answer = null;
        await Eventually.TrueAsync("the candidate is ready", async () =>
        {
            answer = await AskAsync(asked, "switchover", $$"""{"candidate":"{{candidate.Settings.InstanceId}}"}""");
            return !answer.Body.Contains("ATLASHA-409-003", StringComparison.Ordinal);
        }, TestTimeouts.Long);
        return answer!;
    }

    private Task<ClusterClient.Answer> AskAsync(ServerProcess server, string route, string? json)
        => Client.SendOnceAsync(HttpMethod.Post, new Uri(server.Settings.Url, $"/api/atlas/admin/{route}"), json);
}
