using AtlasHa.TestKit;
using AtlasHa.TestKit.Cluster;
using AtlasHa.ZooKeeper;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Shouldly;

namespace AtlasHa.Server.Tests;

/// <summary>The rehearsal of the take-over at the start of a passive.</summary>
public sealed class RehearsalTests
{
    [Fact]
    public async Task Passive_rehearses_the_take_over_and_leaves_nothing_behind()
    {
        await using var cluster = await AtlasCluster.StartAsync(2, adjust: settings => settings with { Rehearses = true });
        var active = await cluster.ActiveAsync();
        var passive = await cluster.PassiveAsync();

        await Eventually.TrueAsync(
            "the passive has rehearsed", () => passive.Output.Contains("The take-over was rehearsed", StringComparison.Ordinal), TestTimeouts.Long);

        active.Output.ShouldNotContain("rehearsed");
        passive.Output.ShouldNotContain("could not be rehearsed");
        passive.Output.ShouldNotContain("is the active one with epoch");
        (await cluster.ActiveAsync()).ShouldBe(active);
        await using var operatorSession = new ZooKeeperClientFactory(
            new ZooKeeperClientOptions { ConnectString = cluster.ZooKeeper.ConnectString }, NullLoggerFactory.Instance, TimeProvider.System).Create();
        (await operatorSession.GetChildrenAsync("/apache_atlas/rehearsals")).Children.ShouldBeEmpty();
        (await operatorSession.GetDataAsync("/apache_atlas/epoch")).Data.ShouldBe("1"u8.ToArray());
    }

    [Fact]
    public async Task Rehearsal_on_PostgreSQL_is_in_a_schema_of_its_own_that_goes_with_it()
    {
        Assert.SkipWhen(PostgresServerProcess.WhyUnavailable is not null, PostgresServerProcess.WhyUnavailable ?? "");
        await using var postgres = await PostgresServerProcess.StartAsync();
        // Which statements came is what the server itself says.
        await RunAsync(postgres, "ALTER SYSTEM SET log_statement = 'ddl'", "SELECT pg_reload_conf()");
        await using var cluster = await StartAsync(postgres, "atlas");
        var passive = await RehearsedAsync(cluster);

        passive.Output.ShouldNotContain("on an embedded store");
        postgres.Log.ShouldContain("CREATE SCHEMA atlas_ha_rehearsal_");
        (await SchemasAsync(postgres)).ShouldBe(["public"]);
    }

    [Fact]
    public async Task User_who_may_make_no_schema_has_the_rehearsal_on_an_embedded_store()
    {
        Assert.SkipWhen(PostgresServerProcess.WhyUnavailable is not null, PostgresServerProcess.WhyUnavailable ?? "");
        await using var postgres = await PostgresServerProcess.StartAsync();
        await RunAsync(postgres, "CREATE ROLE plain LOGIN", "GRANT ALL ON SCHEMA public TO plain");
        await using var cluster = await StartAsync(postgres, "plain");
        var passive = await RehearsedAsync(cluster);

        passive.Output.ShouldContain("on an embedded store");
        passive.Output.ShouldContain("permission denied");
    }

    private static Task<AtlasCluster> StartAsync(PostgresServerProcess postgres, string user) => AtlasCluster.StartAsync(
        2,
        new Dictionary<string, string>
        {
            ["AtlasHa:Store:Provider"] = "Postgres",
            ["AtlasHa:Store:Postgres:ConnectionString"] = $"{postgres.ConnectionString("postgres")};Username={user}",
        },
        adjust: settings => settings with { Rehearses = true });

    private static async Task<ServerProcess> RehearsedAsync(AtlasCluster cluster)
    {
        var passive = await cluster.PassiveAsync();
        await Eventually.TrueAsync(
            "the passive has rehearsed", () => passive.Output.Contains("The take-over was rehearsed", StringComparison.Ordinal), TestTimeouts.Long);
        passive.Output.ShouldNotContain("could not be rehearsed");
        return passive;
    }

    private static async Task RunAsync(PostgresServerProcess postgres, params string[] statements)
    {
        await using var source = NpgsqlDataSource.Create(postgres.ConnectionString("postgres") + ";Pooling=false");
        foreach (var statement in statements)
        {
            await using var command = source.CreateCommand(statement);
            await command.ExecuteNonQueryAsync();
        }
    }

    private static async Task<List<string>> SchemasAsync(PostgresServerProcess postgres)
    {
        await using var source = NpgsqlDataSource.Create(postgres.ConnectionString("postgres") + ";Pooling=false");
        await using var command = source.CreateCommand("SELECT nspname FROM pg_namespace WHERE nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema'");
        await using var rows = await command.ExecuteReaderAsync();
        List<string> names = [];
        while (await rows.ReadAsync()) names.Add(rows.GetString(0));
        return names;
    }
}
