using AtlasHa.Bench.Creates;
using AtlasHa.Bench.Tools;
using AtlasHa.TestKit;

namespace AtlasHa.Bench.Growth;

/// <summary>A PostgreSQL server of the bench's own.</summary>
internal sealed class PostgresSite : IStoreSite
{
    private const string PgBenchDatabase = "pgbench";

    private BenchPostgres? _server;
    private PgBench? _pgbench;

    public string Name => "PostgreSQL";

    public async Task<IReadOnlyDictionary<string, string>> StartAsync()
    {
        _server = await BenchPostgres.StartAsync();
        return _server.StoreSettings;
    }

    public async Task<long> BytesAsync(string sqlitePath)
    {
        await _server!.QueryAsync("CHECKPOINT");
        return (await _server.QueryAsync("SELECT pg_database_size(current_database())")) is long bytes ? bytes : throw new InvalidOperationException("no size");
    }

    /// <summary>pgbench's simple-update, in a database of its own.</summary>
    public async Task<double?> ReferenceAsync(TimeSpan length)
    {
        if (_pgbench is null)
        {
            await _server!.QueryAsync($"CREATE DATABASE {PgBenchDatabase}");
            _pgbench = new PgBench(_server.Server, Wrk.Connections, PgBenchDatabase);
            await _pgbench.InitializeAsync();
        }

        return await _pgbench.RunAsync(length);
    }

    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;
}
