using AtlasHa.TestKit;

namespace AtlasHa.Storage.Tests.Postgres;

/// <summary>One server for a class of tests; skips them where none can be started.</summary>
public sealed class PostgresServer : IAsyncLifetime
{
    private PostgresServerProcess? _process;

    public PostgresServerProcess Process => _process ?? throw new InvalidOperationException("the server was not started");

    public async ValueTask InitializeAsync()
    {
        if (PostgresServerProcess.WhyUnavailable is null)
            _process = await PostgresServerProcess.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
    }
}
