using AtlasHa.Catalog.Storage;
using AtlasHa.Storage.Postgres;
using AtlasHa.TestKit;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace AtlasHa.Storage.Tests.Postgres;

/// <summary>A synchronous standby takes the primary's place, as docs/operations.md tells operators to set it up.</summary>
public sealed class PostgresStandbyTests(PostgresServer primary) : IClassFixture<PostgresServer>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Store_goes_on_with_everything_acknowledged_when_the_primary_crashed_and_its_standby_was_promoted()
    {
        Assert.SkipWhen(PostgresServerProcess.WhyUnavailable is not null, PostgresServerProcess.WhyUnavailable ?? "");
        await using var standby = await primary.Process.StartStandbyAsync();
        await ReplicateSynchronouslyAsync();
        await using var store = new PostgresCatalogStore(
            new PostgresStoreOptions
            {
                ConnectionString =
                    $"Host=127.0.0.1:{standby.Port},127.0.0.1:{primary.Process.Port};Target Session Attributes=primary;Username=atlas;Database=postgres",
                RetryTimeout = TestTimeouts.Long,
            },
            TimeProvider.System, NullLogger<PostgresCatalogStore>.Instance);
        await store.InitializeAsync(Token);
        (await store.TryClaimEpochAsync(1, "id1", Token)).ShouldBeTrue();
        await PutAsync(store, "acknowledged");

        await primary.Process.CrashAsync();
        var duringTheGap = store.TryClaimEpochAsync(2, "id2", Token);
        await standby.PromoteAsync();

        (await duringTheGap.Within()).ShouldBeTrue();
        await using var reader = await store.OpenReaderAsync(2, Token);
        (await reader.ReadEntitiesAsync(["acknowledged"], Token)).Keys.ShouldBe(["acknowledged"]);
    }

    private static async Task PutAsync(PostgresCatalogStore store, string guid)
    {
        await using var writer = await store.BeginWriteAsync(1, Token);
        await writer.PutEntitiesAsync([Rows.Entity(guid)], Token);
        await writer.CommitAsync(Token);
    }

    private async Task ReplicateSynchronouslyAsync()
    {
        await using var connection = new NpgsqlConnection(primary.Process.ConnectionString("postgres") + ";Pooling=false");
        await connection.OpenAsync(Token);
        foreach (var sql in (string[])["ALTER SYSTEM SET synchronous_standby_names = '*'", "SELECT pg_reload_conf()"])
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync(Token);
        }
        await using var state = new NpgsqlCommand("SELECT EXISTS (SELECT FROM pg_stat_replication WHERE sync_state = 'sync')", connection);
        await Eventually.TrueAsync("the standby is synchronous", async () => (bool)(await state.ExecuteScalarAsync(Token))!);
    }
}
