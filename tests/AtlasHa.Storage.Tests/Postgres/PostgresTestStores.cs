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

    public string Database => Create(_name);

    public CapturedLog<PostgresCatalogStore> Log { get; } = new();

    public ICatalogStore Open() => Open(null);

    public ICatalogStore OpenEmpty() => Open(Create($"{_name}_empty"), null, TimeSpan.FromSeconds(20));

    /// <summary>Opens a store on the test's database, through a proxy's port if one is given.</summary>
    public PostgresCatalogStore Open(int? port, TimeSpan? fenceAfter = null) => Open(Database, port, fenceAfter ?? TimeSpan.FromSeconds(20));

    /// <summary>Runs SQL past the store.</summary>
    public async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(server.Process.ConnectionString(Database) + ";Pooling=false");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    public ValueTask DisposeAsync() => default;

    private PostgresCatalogStore Open(string database, int? port, TimeSpan fenceAfter) => new(
        new PostgresStoreOptions
        {
            ConnectionString = server.Process.ConnectionString(database, port),
            BusyTimeout = TimeSpan.FromSeconds(60),
            FenceAfter = fenceAfter,
            RetryTimeout = TestTimeouts.Short,
        },
        TimeProvider.System, Log);

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
