using AtlasHa.TestKit;
using AtlasHa.TestKit.Cluster;

namespace AtlasHa.Server.Tests;

/// <summary>The active is killed, stopped, frozen and restarted while users write. Scenarios 1 to 4 of the failure list, on real processes.</summary>
public sealed class FailoverTests : ClusterTest
{
    [Fact]
    public async Task Users_go_on_working_when_the_active_is_killed_and_restarted()
    {
        await using var load = EntityLoad.Start(Client);
        await load.MoreAsync(20);
        var killed = await Cluster.ActiveAsync();
        var epoch = await EpochAsync(killed);

        await killed.KillAsync();

        var successor = await Cluster.ActiveAsync(killed.Settings.InstanceId);
        (await EpochAsync(successor)).ShouldBeGreaterThan(epoch);
        await load.MoreAsync(20);
        await Cluster.RestartAsync(killed.Settings.InstanceId);
        await load.MoreAsync(20);
        await NothingIsWrongAsync(load);
        (await Cluster.ActiveAsync()).ShouldBe(successor, "a restarted instance joins as a passive");
    }

    [Fact]
    public async Task Users_go_on_working_when_the_active_is_asked_to_stop()
    {
        await using var load = EntityLoad.Start(Client);
        await load.MoreAsync(20);
        var stopped = await Cluster.ActiveAsync();

        (await stopped.TerminateAsync()).ShouldBe(0, stopped.Output);

        await Cluster.ActiveAsync(stopped.Settings.InstanceId);
        await load.MoreAsync(20);
        await NothingIsWrongAsync(load);
    }

    [Fact]
    public async Task Nothing_is_lost_when_the_active_is_frozen_under_load_past_its_session()
    {
        await using var load = EntityLoad.Start(Client);
        await load.MoreAsync(20);
        var frozen = await Cluster.ActiveAsync();

        frozen.Pause();

        await Cluster.ActiveAsync(frozen.Settings.InstanceId);
        await load.MoreAsync(20);
        // Frozen in the middle of a write it holds the store's lock; the successor then ends it (see SqliteCatalogStore). Otherwise it goes on, as a passive.
        if (!frozen.HasExited) frozen.Resume();
        await load.MoreAsync(20);
        await NothingIsWrongAsync(load);
    }

    /// <summary>
    /// By its own clock the frozen one is still in office when it goes on. Its store refuses the write; then it redirects, says 503, or, when the election's
    /// news reached it first, has passed the call on to the successor's grain. What it answers must be what is in the store.
    /// </summary>
    [Fact]
    public async Task Late_writes_of_a_frozen_active_are_made_by_its_successor_or_not_at_all()
    {
        var frozen = await Cluster.ActiveAsync();
        using var direct = new ClusterClient([frozen.Settings.Url]);
        frozen.Pause();
        // The kernel takes the requests; the process sees them only when it goes on.
        var names = Enumerable.Range(0, 20).Select(n => $"late-{n}@test").ToArray();
        var late = names.Select(n => direct.SendOnceAsync(HttpMethod.Post, new Uri(frozen.Settings.Url, "/api/atlas/v2/entity"), EntityLoad.EntityJson(n, 1))).ToArray();
        var successor = await Cluster.ActiveAsync(frozen.Settings.InstanceId);

        frozen.Resume();

        var answers = await Task.WhenAll(late);
        var stored = StoredNames();
        foreach (var (name, answer) in names.Zip(answers))
        {
            ((int)answer.Status).ShouldBeOneOf(200, 307, 503);
            stored.GetValueOrDefault(name).ShouldBe((int)answer.Status == 200 ? 1 : 0, $"{name} was answered {answer}");
            if (answer.Location is { } location) location.GetLeftPart(UriPartial.Authority).ShouldBe(successor.Settings.Url.GetLeftPart(UriPartial.Authority));
        }

        (await Cluster.ActiveAsync()).ShouldBe(successor, "the one that was frozen is a passive now");
    }

    [Fact]
    public async Task Cluster_comes_back_with_everything_when_all_instances_were_killed()
    {
        await using var load = EntityLoad.Start(Client);
        await load.MoreAsync(20);
        await load.StopAsync();

        foreach (var server in Cluster.Servers) await server.KillAsync();
        foreach (var id in Cluster.Servers.Select(s => s.Settings.InstanceId).ToArray()) await Cluster.RestartAsync(id);

        await NothingIsWrongAsync(load);
    }

    [Fact]
    public async Task Active_stays_when_a_passive_is_killed()
    {
        await using var load = EntityLoad.Start(Client);
        var active = await Cluster.ActiveAsync();
        var passive = await Cluster.PassiveAsync();
        await load.MoreAsync(20);

        await passive.KillAsync();

        await load.MoreAsync(20);
        await NothingIsWrongAsync(load);
        (await Cluster.ActiveAsync()).ShouldBe(active);
    }

    private async Task<long> EpochAsync(ServerProcess server) => (long)(await Cluster.StatusAsync(server))!["epoch"]!;
}
