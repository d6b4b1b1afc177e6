using System.Net;
using AtlasHa.TestKit;
using AtlasHa.TestKit.Cluster;

namespace AtlasHa.Server.Tests;

/// <summary>No request fails because an operator moves the service or stops the active, whatever connections its user keeps.</summary>
public abstract class PlannedChangeContract(string passiveMode) : ClusterTest
{
    private const int Switchovers = 5;
    private const int UsersPerInstance = 3;
    private const int Rounds = 20;

    // Requests are held for as long as a change takes on a machine that is busy with other things.
    protected override IReadOnlyDictionary<string, string> ExtraSettings => new Dictionary<string, string>
    {
        ["AtlasHa:Gateway:PassiveMode"] = passiveMode,
        ["AtlasHa:Gateway:HoldTimeout"] = "00:00:20",
        ["AtlasHa:Gateway:DrainTimeout"] = "00:00:15",
    };

    [Fact]
    public async Task No_request_fails_in_five_switchovers_in_a_row()
    {
        await using var users = Users([.. Cluster.Servers]);
        await users.MoreAsync(Rounds);

        for (var round = 0; round < Switchovers; round++)
        {
            await SwitchAsync();
            await users.MoreAsync(Rounds);
        }

        await users.StopAsync();
        users.Failures.ShouldBeEmpty();
    }

    [Fact]
    public async Task No_request_through_the_others_fails_when_the_active_is_stopped()
    {
        var stopped = await Cluster.ActiveAsync();
        await using var users = Users([.. Cluster.Servers.Where(server => server != stopped)]);
        await users.MoreAsync(Rounds);

        (await stopped.TerminateAsync()).ShouldBe(0, stopped.Output);

        await Cluster.ActiveAsync(stopped.Settings.InstanceId);
        await users.MoreAsync(Rounds);
        await users.StopAsync();
        users.Failures.ShouldBeEmpty();
    }

    private static StrictUsers Users(ServerProcess[] servers) => StrictUsers.Start([.. Enumerable.Repeat(servers, UsersPerInstance).SelectMany(all => all)]);

    private async Task SwitchAsync()
    {
        var active = await Cluster.ActiveAsync();
        var order = new Uri(active.Settings.Url, "/api/atlas/admin/switchover");
        ClusterClient.Answer? answer = null;

        // The one that has just left office rejoins the queue a moment later; until then there may be no candidate.
        await Eventually.TrueAsync("a switchover is taken", async () =>
        {
            answer = await Client.SendOnceAsync(HttpMethod.Post, order, null);
            return answer.Status != HttpStatusCode.Conflict;
        }, TestTimeouts.Long);
        answer!.Status.ShouldBe(HttpStatusCode.OK, answer.ToString());
    }
}
