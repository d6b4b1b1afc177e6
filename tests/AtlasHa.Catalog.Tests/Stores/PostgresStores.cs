using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Tests.Stores;
using AtlasHa.Storage.Postgres;
using AtlasHa.TestKit;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

[assembly: AssemblyFixture(typeof(PostgresStores))]

namespace AtlasHa.Catalog.Tests.Stores;

/// <summary>Databases on one server that the first test starts which asks for it; skips where none can be started.</summary>
public sealed class PostgresStores : IStores, IAsyncDisposable
{
    private readonly SemaphoreSlim _starting = new(1, 1);
    private PostgresServerProcess? _server;

    public async Task<ICatalogStore> CreateAsync()
    {
        Assert.SkipWhen(PostgresServerProcess.WhyUnavailable is not null, PostgresServerProcess.WhyUnavailable ?? "");
        await _starting.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            _server ??= await PostgresServerProcess.StartAsync();
        }
        finally
        {
            _starting.Release();
        }

        var name = $"c{Guid.NewGuid():N}";
        await using var connection = new NpgsqlConnection(_server.ConnectionString("postgres") + ";Pooling=false");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        return new PostgresCatalogStore(
            new PostgresStoreOptions
            {
                ConnectionString = _server.ConnectionString(name),
                BusyTimeout = TestTimeouts.Long,
                FenceAfter = TestTimeouts.Long / 2,
                RetryTimeout = TestTimeouts.Short,
            },
            TimeProvider.System, NullLogger<PostgresCatalogStore>.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        _starting.Dispose();
        if (_server is not null)
            await _server.DisposeAsync();
    }
}
