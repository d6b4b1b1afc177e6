using System.Net;
using AtlasHa.TestKit;
using AtlasHa.TestKit.Cluster;
using Npgsql;

namespace AtlasHa.Server.Tests;

/// <summary>Scenario 55 of the failure list: the store fails under a living active.</summary>
public sealed class IllHealthTests
{
    [Fact]
    public async Task Active_whose_disk_is_full_stays_and_says_so_when_the_others_have_the_same_disk()
    {
        ZooKeeperFixture.SkipUnlessAvailable();
        await using var disk = await TinyDisk.TryMountAsync(megabytes: 16);
        if (disk is null) Assert.Skip("a file system cannot be mounted here; run the tests as root");
        var settings = new Dictionary<string, string> { ["AtlasHa:Store:Sqlite:MinFreeBytes"] = $"{1024 * 1024}" };
        await using var cluster = await AtlasCluster.StartAsync(2, settings, adjust: s => s with { StorePath = Path.Combine(disk.Folder, "atlas-ha.db") });
        using var user = new ClusterClient([.. cluster.Servers.Select(s => s.Settings.Url)]);
        await EntityLoad.DefineTypeAsync(user);
        var active = await cluster.ActiveAsync();
        var epoch = await EpochAsync(cluster, active);
        var created = (await CreateAsync(active, "before")).Json["guidAssignments"]!["-1"]!;

        disk.Fill();

        await Eventually.TrueAsync($"the active says why it stays\n{cluster.Diagnosis()}", async () =>
        {
            var answer = await CreateAsync(active, $"meanwhile-{Guid.NewGuid()}");
            if (answer.Status != HttpStatusCode.OK) answer.Body.ShouldContain("ATLASHA-503-003");
            return await NoteAsync(cluster, active) is { } note && note.Contains("no other instance can do better", StringComparison.Ordinal);
        }, TestTimeouts.Long);
        (await EpochAsync(cluster, active)).ShouldBe(epoch, cluster.Diagnosis());
        (await user.SendAsync(HttpMethod.Get, $"/api/atlas/v2/entity/guid/{created}")).Status.ShouldBe(HttpStatusCode.OK);

        disk.Free();

        (await user.SendAsync(HttpMethod.Post, "/api/atlas/v2/entity", Entity("after"))).Status.ShouldBe(HttpStatusCode.OK);
        await Eventually.TrueAsync("the note is gone", async () => await NoteAsync(cluster, active) is null, TestTimeouts.Long);
        (await cluster.ActiveAsync()).ShouldBe(active);
        (await EpochAsync(cluster, active)).ShouldBe(epoch);

        async Task<ClusterClient.Answer> CreateAsync(ServerProcess server, string name)
            => await user.SendOnceAsync(HttpMethod.Post, new Uri(server.Settings.Url, "/api/atlas/v2/entity"), Entity(name));
    }

    [Fact]
    public async Task Active_whose_writes_hang_while_reads_do_not_says_so()
    {
        ZooKeeperFixture.SkipUnlessAvailable();
        if (PostgresServerProcess.WhyUnavailable is { } reason) Assert.Skip(reason);
        await using var postgres = await PostgresServerProcess.StartAsync();
        var settings = new Dictionary<string, string>
        {
            ["AtlasHa:Store:Provider"] = "Postgres",
            ["AtlasHa:Store:Postgres:ConnectionString"] = postgres.ConnectionString("postgres"),
            ["AtlasHa:ActiveInstance:WritesHangAfter"] = "00:00:01",
            ["AtlasHa:ActiveInstance:IllAfter"] = "00:00:01",
        };
        await using var cluster = await AtlasCluster.StartAsync(2, settings);
        using var user = new ClusterClient([.. cluster.Servers.Select(s => s.Settings.Url)]);
        await EntityLoad.DefineTypeAsync(user);
        var active = await cluster.ActiveAsync();
        var created = (await user.SendAsync(HttpMethod.Post, "/api/atlas/v2/entity", Entity("before"))).Json["guidAssignments"]!["-1"]!;
        await using var operatorsSession = new NpgsqlConnection(postgres.ConnectionString("postgres"));
        await operatorsSession.OpenAsync(TestContext.Current.CancellationToken);
        await using var transaction = await operatorsSession.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using (var locked = new NpgsqlCommand("LOCK TABLE entity IN SHARE MODE", operatorsSession)) await locked.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        var hanging = user.SendAsync(HttpMethod.Post, "/api/atlas/v2/entity", Entity("meanwhile"));

        await Eventually.TrueAsync($"the active says what hangs\n{cluster.Diagnosis()}", async () =>
            await NoteAsync(cluster, active) is { } note && note.Contains("the store has been at writes for", StringComparison.Ordinal), TestTimeouts.Long);
        (await user.SendAsync(HttpMethod.Get, $"/api/atlas/v2/entity/guid/{created}")).Status.ShouldBe(HttpStatusCode.OK);
        (await cluster.ActiveAsync()).ShouldBe(active, "another could do no better");

        await transaction.RollbackAsync(TestContext.Current.CancellationToken);

        (await hanging).Status.ShouldBe(HttpStatusCode.OK);
        await Eventually.TrueAsync("the note is gone", async () => await NoteAsync(cluster, active) is null, TestTimeouts.Long);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Active_that_is_cut_off_from_its_store_hands_over_to_one_that_is_not(bool silently)
    {
        ZooKeeperFixture.SkipUnlessAvailable();
        if (PostgresServerProcess.WhyUnavailable is { } reason) Assert.Skip(reason);
        await using var postgres = await PostgresServerProcess.StartAsync();
        var links = new Dictionary<string, TcpFaultProxy>();
        await using var cluster = await AtlasCluster.StartAsync(2, adjust: Connect);
        using var user = new ClusterClient([.. cluster.Servers.Select(s => s.Settings.Url)]);
        await EntityLoad.DefineTypeAsync(user);
        await using var before = EntityLoad.Start(user);
        await before.MoreAsync(20);
        // A commit that is cut off ends the term by itself, and here the probe shall.
        await before.StopAsync();
        var ill = await cluster.ActiveAsync();

        if (silently) links[ill.Settings.InstanceId].Blackhole();
        else links[ill.Settings.InstanceId].Cut();
        await using var load = EntityLoad.Start(user);

        var successor = ill;
        await Eventually.TrueAsync("another is active", async () => (successor = await cluster.ActiveAsync()) != ill, TestTimeouts.Long);
        await load.MoreAsync(20);
        var change = (await user.SendAsync(HttpMethod.Get, "/api/atlas/admin/history")).Json["changes"]!.AsArray()[^1]!;
        ((string?)change["from"], (string?)change["to"]).ShouldBe((ill.Settings.InstanceId, successor.Settings.InstanceId));
        ((string?)change["reason"]).ShouldNotBeNull().ShouldStartWith("ill health: ");
        (await NoteAsync(cluster, ill)).ShouldNotBeNull("the ill one says so as a passive as well");

        links[ill.Settings.InstanceId].Restore();

        await Eventually.TrueAsync("the note is gone", async () => await NoteAsync(cluster, ill) is null, TestTimeouts.Long);
        await load.StopAsync();
        before.Refused.Concat(load.Refused).ShouldBeEmpty();
        (await cluster.ActiveAsync()).ShouldBe(successor, "who is well again does not take the office back");
        foreach (var guid in before.Acknowledged.Values.Concat(load.Acknowledged.Values).Distinct())
            (await user.SendAsync(HttpMethod.Get, $"/api/atlas/v2/entity/guid/{guid}")).Status.ShouldBe(HttpStatusCode.OK);
        foreach (var link in links.Values) await link.DisposeAsync();

        ServerSettings Connect(ServerSettings settings)
        {
            var link = links[settings.InstanceId] = TcpFaultProxy.To(postgres.Port);
            return settings with
            {
                Extra = new Dictionary<string, string>
                {
                    ["AtlasHa:Store:Provider"] = "Postgres",
                    ["AtlasHa:Store:Postgres:ConnectionString"] = postgres.ConnectionString("postgres", link.Port),
                },
            };
        }
    }

    private static string Entity(string name) => EntityLoad.EntityJson($"{name}@test", 1);

    private static async Task<long> EpochAsync(AtlasCluster cluster, ServerProcess server) => (long)(await cluster.StatusAsync(server))!["epoch"]!;

    private static async Task<string?> NoteAsync(AtlasCluster cluster, ServerProcess server)
        => (await cluster.StatusAsync(server)) is { } status ? (string?)status["note"] : "no status";
}
