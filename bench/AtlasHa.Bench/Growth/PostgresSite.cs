using AtlasHa.Bench.Tools;
using AtlasHa.TestKit;

namespace AtlasHa.Bench.Growth;

/// <summary>A PostgreSQL server of the bench's own.</summary>
internal sealed class PostgresSite : IStoreSite
{
    private BenchPostgres? _server;

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

    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;
}
