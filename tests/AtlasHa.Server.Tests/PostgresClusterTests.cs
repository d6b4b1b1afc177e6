using System.Net;
using AtlasHa.TestKit;
using AtlasHa.TestKit.Cluster;
using Npgsql;

namespace AtlasHa.Server.Tests;

/// <summary>Instances with their catalogue in PostgreSQL; they and the database fail while users write.</summary>
public sealed class PostgresClusterTests : PostgresClusterTest
{
    [Fact]
    public async Task Users_go_on_working_when_the_active_is_killed_and_restarted()
    {
        await using var load = EntityLoad.Start(Client);
        await load.MoreAsync(20);
        var killed = await Cluster.ActiveAsync();

        await killed.KillAsync();

        await Cluster.ActiveAsync(killed.Settings.InstanceId);
        await load.MoreAsync(20);
        await Cluster.RestartAsync(killed.Settings.InstanceId);
        await load.MoreAsync(20);
        await NothingIsWrongAsync(load);
    }

    /// <summary>Unlike with SQLite, where the process that is in the way is on this machine and is killed.</summary>
    [Fact]
    public async Task Frozen_active_is_fenced_and_takes_no_office_when_it_goes_on()
    {
        await using var load = EntityLoad.Start(Client);
        await load.MoreAsync(20);
        var frozen = await Cluster.ActiveAsync();

        frozen.Pause();

        var successor = await Cluster.ActiveAsync(frozen.Settings.InstanceId);
        await load.MoreAsync(20);
        frozen.Resume();
        await load.MoreAsync(20);
        await NothingIsWrongAsync(load);
        (await Cluster.ActiveAsync()).ShouldBe(successor);
        // Frozen for longer than a few seconds it is dead to Orleans, and its process ends with that code for a supervisor.
        if (frozen.HasExited) (await frozen.ExitedAsync()).ShouldBe(3, frozen.Output);
    }

    [Fact]
    public async Task Service_goes_on_by_itself_when_the_database_was_restarted_under_load()
    {
        await using var load = EntityLoad.Start(Client);
        await load.MoreAsync(20);

        await Database.StopAsync();
        await Database.StartAgainAsync();

        await load.MoreAsync(20);
        await NothingIsWrongAsync(load);
        Cluster.Servers.ShouldAllBe(server => !server.HasExited);
    }

    [Fact]
    public async Task Users_are_told_to_wait_while_the_database_is_down_and_lose_nothing_when_it_has_crashed_under_load()
    {
        await using var load = EntityLoad.Start(Client);
        await load.MoreAsync(20);
        var entity = load.Acknowledged.First();

        await Database.CrashAsync();

        using var user = new ClusterClient([.. Cluster.Servers.Select(server => server.Settings.Url)]);
        await Eventually.TrueAsync("every instance says 503", async () =>
        {
            var answers = await Task.WhenAll(Cluster.Servers.Select(server => user.FollowAsync(
                HttpMethod.Get, new Uri(server.Settings.Url, $"/api/atlas/v2/entity/guid/{entity.Value}"), json: null)));
            return answers.All(answer => answer is { Status: HttpStatusCode.ServiceUnavailable, RetryAfter: not null });
        });
        Cluster.Servers.ShouldAllBe(server => !server.HasExited);
        await Database.StartAgainAsync();

        await load.MoreAsync(20);
        await NothingIsWrongAsync(load);
        Cluster.Servers.ShouldAllBe(server => !server.HasExited);
    }

    protected override IReadOnlyDictionary<string, int> StoredNames()
    {
        using var connection = new NpgsqlConnection(Database.ConnectionString("postgres") + ";Pooling=false");
        connection.Open();
        using var command = new NpgsqlCommand(
            "SELECT convert_from(document, 'UTF8')::json #>> '{attributes,qualifiedName}' AS name, count(*) FROM entity WHERE status = 0 GROUP BY name",
            connection);
        using var rows = command.ExecuteReader();
        var counts = new Dictionary<string, int>();
        while (rows.Read())
        {
            if (!rows.IsDBNull(0)) counts[rows.GetString(0)] = (int)rows.GetInt64(1);
        }

        return counts;
    }
}
