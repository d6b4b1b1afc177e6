using AtlasHa.TestKit;
using Npgsql;

namespace AtlasHa.Bench.Tools;

/// <summary>A PostgreSQL server of the bench's own, with the server's default settings.</summary>
internal sealed class BenchPostgres : IAsyncDisposable
{
    private const string SharedBuffers = "128MB";

    /// <summary>What a figure depends on.</summary>
    private const string SettingsQuery = """
        SELECT string_agg(name || ' ' || setting || coalesce(' x ' || unit, ''), ', ' ORDER BY name) FROM pg_settings
        WHERE name IN ('server_version', 'synchronous_commit', 'fsync', 'full_page_writes', 'shared_buffers', 'max_wal_size', 'wal_sync_method', 'commit_delay')
        """;

    private BenchPostgres(PostgresServerProcess server) => Server = server;

    public PostgresServerProcess Server { get; }

    /// <summary>The settings by which instances find their store.</summary>
    public IReadOnlyDictionary<string, string> StoreSettings => new Dictionary<string, string>
    {
        ["AtlasHa:Store:Provider"] = "Postgres",
        ["AtlasHa:Store:Postgres:ConnectionString"] = Server.ConnectionString("postgres"),
    };

    /// <exception cref="SkippedException">No server can be started here.</exception>
    public static async Task<BenchPostgres> StartAsync() => PostgresServerProcess.WhyUnavailable is { } reason
        ? throw new SkippedException(reason)
        : new BenchPostgres(await PostgresServerProcess.StartAsync(SharedBuffers));

    /// <summary>The server's settings that a figure depends on, in one line.</summary>
    public async Task<string> SettingsAsync() => (string?)await QueryAsync(SettingsQuery) ?? "";

    /// <summary>The first value of the first row.</summary>
    public async Task<object?> QueryAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(Server.ConnectionString("postgres") + ";Pooling=false");
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
