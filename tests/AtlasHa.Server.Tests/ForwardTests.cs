using System.Collections.Concurrent;
using System.Net;
using AtlasHa.TestKit;
using AtlasHa.TestKit.Cluster;

namespace AtlasHa.Server.Tests;

/// <summary>Instances that pass requests on: users who follow no redirects go on working while the active is stopped and killed.</summary>
public sealed class ForwardTests : ClusterTest
{
    // Requests are held for as long as a failover takes on a machine that is busy with other things.
    protected override IReadOnlyDictionary<string, string> ExtraSettings => new Dictionary<string, string>
    {
        ["AtlasHa:Gateway:PassiveMode"] = "Forward",
        ["AtlasHa:Gateway:HoldTimeout"] = "00:00:20",
    };

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

    /// <summary>
    /// The users send each creation once, without an id, and repeat nothing: what the passives answer is all that they see, and it is never a failure.
    /// </summary>
    [Fact]
    public async Task Creations_through_passives_succeed_exactly_once_when_the_active_is_killed()
    {
        await OnceNotes.DefineTypeAsync(Client);
        var killed = await Cluster.ActiveAsync();
        var passives = Cluster.Servers.Where(s => s != killed).ToArray();
        var names = new ConcurrentBag<string>();
        var failures = new ConcurrentBag<string>();
        var isOver = false;
        var users = Enumerable.Range(0, 6).Select(user => Task.Run(async () =>
        {
            for (var n = 0; !Volatile.Read(ref isOver) && failures.IsEmpty; n++)
            {
                var name = $"forwarded-{user}-{n}";
                var answer = await Client.SendOnceAsync(HttpMethod.Post, new Uri(passives[user % 2].Settings.Url, "/api/atlas/v2/entity"), OnceNotes.Json(name));
                if (answer.Status == HttpStatusCode.OK) names.Add(name);
                else failures.Add($"{name}: {answer}");
            }
        })).ToArray();
        Task MoreAsync(int goal) => Eventually.TrueAsync($"{goal} creations", () => names.Count >= goal || !failures.IsEmpty, TestTimeouts.Long);

        await MoreAsync(60);
        await killed.KillAsync();
        await Cluster.ActiveAsync(killed.Settings.InstanceId);
        await MoreAsync(names.Count + 60);

        Volatile.Write(ref isOver, true);
        await Task.WhenAll(users);
        failures.ShouldBeEmpty();
        OnceNotes.ShouldBeThereOnce(Cluster.StorePath, names);
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
