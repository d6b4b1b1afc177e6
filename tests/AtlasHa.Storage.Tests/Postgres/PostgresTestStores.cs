using AtlasHa.Catalog.Storage;
using AtlasHa.Storage.Postgres;
using AtlasHa.Storage.Tests.Contract;
using AtlasHa.TestKit;
using Npgsql;

namespace AtlasHa.Storage.Tests.Postgres;

/// <summary>Databases of their own on a shared server; they go with the server.</summary>
internal sealed class PostgresTestStores(PostgresServer server) : ITestStores
{
    private readonly string _name = $"t{Guid.NewGuid():N}";
    private readonly HashSet<string> _created = [];

    public string ConnectionString => server.Process.ConnectionString(Create(_name));

    public CapturedLog<PostgresCatalogStore> Log { get; } = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>With as many connections as the contract has readers at once, more than an instance gets by default.</summary>
    public ICatalogStore Open() => OpenWith($"{ConnectionString};Maximum Pool Size=60");

    public ICatalogStore OpenEmpty() => OpenWith(server.Process.ConnectionString(Create($"{_name}_empty")));

    /// <summary>Opens a store that connects through a proxy's port.</summary>
    public PostgresCatalogStore OpenThrough(TcpFaultProxy proxy, string settings = "", TimeSpan? busyTimeout = null) =>
        OpenWith($"{server.Process.ConnectionString(Create(_name), proxy.Port)};{settings}", busyTimeout: busyTimeout);

    public PostgresCatalogStore OpenWith(string? connectionString = null, TimeSpan? fenceAfter = null, TimeSpan? busyTimeout = null)
    {
        var busy = busyTimeout ?? TestTimeouts.Long;
        return new(
            new PostgresStoreOptions
            {
                ConnectionString = connectionString ?? ConnectionString,
                BusyTimeout = busy,
                FenceAfter = fenceAfter ?? busy / 2,
                RetryTimeout = TestTimeouts.Short,
            },
            TimeProvider.System, Log);
    }

    /// <summary>A connection past the store.</summary>
    public async Task<NpgsqlConnection> ConnectAsync(string? application = null)
    {
        var connection = new NpgsqlConnection($"{ConnectionString};Pooling=false;Application Name={application}");
        await connection.OpenAsync(Token);
        return connection;
    }

    /// <summary>Runs SQL past the store.</summary>
    public async Task ExecuteAsync(string sql)
    {
        await using var connection = await ConnectAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Token);
    }

    /// <summary>Asks past the store for one number.</summary>
    public async Task<long> ScalarAsync(string sql)
    {
        await using var connection = await ConnectAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (long)(await command.ExecuteScalarAsync(Token))!;
    }

    /// <summary>Waits for the end of all sessions: each reports its statistics then.</summary>
    public Task SessionsEndAsync() => Eventually.TrueAsync("the sessions have ended", async () => await ScalarAsync(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'") == 0);

    public ValueTask DisposeAsync() => default;

    private string Create(string name)
    {
        Assert.SkipWhen(PostgresServerProcess.WhyUnavailable is not null, PostgresServerProcess.WhyUnavailable ?? "");
        if (!_created.Add(name))
            return name;
        using var connection = new NpgsqlConnection(server.Process.ConnectionString("postgres") + ";Pooling=false");
        connection.Open();
        using var command = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
        command.ExecuteNonQuery();
        return name;
    }
}
