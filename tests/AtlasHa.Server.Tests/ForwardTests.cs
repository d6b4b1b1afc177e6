using System.Net;
using AtlasHa.TestKit;
using AtlasHa.TestKit.Cluster;

namespace AtlasHa.Server.Tests;

/// <summary>Instances that pass requests on: users who follow no redirects go on working while the active is stopped and killed.</summary>
public sealed class ForwardTests : ClusterTest
{
    protected override IReadOnlyDictionary<string, string> ExtraSettings => new Dictionary<string, string> { ["AtlasHa:Gateway:PassiveMode"] = "Forward" };

    [Fact]
    public async Task Users_who_follow_no_redirects_go_on_working_when_the_active_is_stopped_and_killed()
    {
        using var users = new ClusterClient([.. Cluster.Servers.Select(s => s.Settings.Url)], followsRedirects: false);
        await using var load = EntityLoad.Start(users);
        await load.MoreAsync(20);

        var stopped = await Cluster.ActiveAsync();
        (await stopped.TerminateAsync()).ShouldBe(0, stopped.Output);
        await Cluster.ActiveAsync(stopped.Settings.InstanceId);
        await load.MoreAsync(20);
        await Cluster.RestartAsync(stopped.Settings.InstanceId);

        var killed = await Cluster.ActiveAsync();
        await killed.KillAsync();
        await Cluster.ActiveAsync(killed.Settings.InstanceId);
        await load.MoreAsync(20);

        await NothingIsWrongAsync(load);
    }

    [Fact]
    public async Task Every_passive_answers_for_the_active()
    {
        var active = await Cluster.ActiveAsync();
        foreach (var passive in Cluster.Servers.Where(s => s != active))
        {
            var answer = await Client.SendOnceAsync(
                HttpMethod.Post, new Uri(passive.Settings.Url, "/api/atlas/v2/entity"), EntityLoad.EntityJson($"through-{passive.Settings.InstanceId}", 1));
            answer.Status.ShouldBe(HttpStatusCode.OK, answer.ToString());
        }
    }
}
