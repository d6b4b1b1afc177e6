using AtlasHa.Catalog.Storage;
using AtlasHa.Storage.Postgres;
using AtlasHa.TestKit;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace AtlasHa.Storage.Tests.Postgres;

/// <summary>Synchronous replication, as docs/operations.md tells operators to set it up.</summary>
public sealed class PostgresStandbyTests : IAsyncLifetime
{
    private PostgresServerProcess _primary = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(PostgresServerProcess.WhyUnavailable is not null, PostgresServerProcess.WhyUnavailable ?? "");
        _primary = await PostgresServerProcess.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_primary is not null)
            await _primary.DisposeAsync();
    }

    [Fact]
    public async Task Store_goes_on_with_everything_acknowledged_when_the_primary_crashed_and_its_standby_was_promoted()
    {
        await using var standby = await _primary.StartStandbyAsync();
        await ReplicateSynchronouslyAsync();
        await UntilAsync("the standby is synchronous", "FROM pg_stat_replication WHERE sync_state = 'sync'");
        await using var store = await OpenAsync(
            $"Host=127.0.0.1:{standby.Port},127.0.0.1:{_primary.Port};Target Session Attributes=primary;Username=atlas;Database=postgres");
        await using (var writer = await store.BeginWriteAsync(1, Token))
        {
            await writer.PutEntitiesAsync([Rows.Entity("acknowledged")], Token);
            await writer.CommitAsync(Token);
        }

        await _primary.CrashAsync();
        var duringTheGap = store.TryClaimEpochAsync(2, "id2", Token);
        await standby.PromoteAsync();

        (await duringTheGap.Within()).ShouldBeTrue();
        await using var reader = await store.OpenReaderAsync(2, Token);
        (await reader.ReadEntitiesAsync(["acknowledged"], Token)).Keys.ShouldBe(["acknowledged"]);
    }

    [Fact]
    public async Task Commit_is_not_acknowledged_when_its_wait_for_the_replicas_was_broken_off()
    {
        await using var store = await OpenAsync(_primary.ConnectionString("postgres"));
        await using var writer = await store.BeginWriteAsync(1, Token);
        await writer.PutEntitiesAsync([Rows.Entity("g")], Token);
        await ReplicateSynchronouslyAsync();
        var commit = writer.CommitAsync(Token);
        const string Waiting = "FROM pg_stat_activity WHERE wait_event = 'SyncRep'";
        await UntilAsync("the commit waits for a replica", Waiting);

        await RunAsync($"SELECT pg_cancel_backend(pid) {Waiting}");

        var failure = await Should.ThrowAsync<StoreUnavailableException>(commit.Within());
        failure.OutcomeUnknown.ShouldBeTrue();
        failure.Message.ShouldContain("synchronous replication");
    }

    private static async Task<PostgresCatalogStore> OpenAsync(string connectionString)
    {
        var store = new PostgresCatalogStore(
            new PostgresStoreOptions { ConnectionString = connectionString, RetryTimeout = TestTimeouts.Long },
            TimeProvider.System, NullLogger<PostgresCatalogStore>.Instance);
        await store.InitializeAsync(Token);
        (await store.TryClaimEpochAsync(1, "id1", Token)).ShouldBeTrue();
        return store;
    }

    private async Task ReplicateSynchronouslyAsync()
    {
        await RunAsync("ALTER SYSTEM SET synchronous_standby_names = '*'");
        await RunAsync("SELECT pg_reload_conf()");
        await UntilAsync("commits wait for replicas", "FROM pg_settings WHERE name = 'synchronous_standby_names' AND setting = '*'");
        // The checkpointer tells the others that there are standbys to wait for; it reads the settings before it does what it is asked to.
        await RunAsync("CHECKPOINT");
    }

    private Task UntilAsync(string what, string rows) =>
        Eventually.TrueAsync(what, async () => (bool)(await RunAsync($"SELECT EXISTS (SELECT {rows})"))!);

    private async Task<object?> RunAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(_primary.ConnectionString("postgres") + ";Pooling=false");
        await connection.OpenAsync(Token);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(Token);
    }
}
