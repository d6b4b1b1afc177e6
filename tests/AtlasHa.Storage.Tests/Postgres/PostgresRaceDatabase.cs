using AtlasHa.Catalog.Storage;
using AtlasHa.Storage.Tests.Processes;
using Npgsql;

namespace AtlasHa.Storage.Tests.Postgres;

/// <summary>A database on a test's server that several processes use.</summary>
internal sealed class PostgresRaceDatabase(PostgresServer server) : IRaceDatabase
{
    public PostgresTestStores Stores { get; } = new(server);

    public bool FencingKills => false;

    public IReadOnlyList<string> Fencings => Stores.Log.Lines;

    public WriterProcess StartWriter(string mode, long? epoch = null) => WriterProcess.Start(mode, "postgres", Stores.ConnectionString, epoch);

    public ICatalogStore Open(TimeSpan fenceAfter) => Stores.OpenWith(fenceAfter: fenceAfter);

    public async Task<IReadOnlyList<(long Epoch, long Number)>> WrittenAsync()
    {
        await using var connection = await Stores.ConnectAsync();
        await using var command = new NpgsqlCommand("SELECT update_time, create_time FROM entity ORDER BY id", connection);
        await using var rows = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        List<(long, long)> found = [];
        while (await rows.ReadAsync(TestContext.Current.CancellationToken))
            found.Add((rows.GetInt64(0), rows.GetInt64(1)));
        return found;
    }

    public ValueTask DisposeAsync() => Stores.DisposeAsync();
}
