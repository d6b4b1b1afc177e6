using AtlasHa.Catalog.Storage;
using AtlasHa.Storage.Sqlite;
using AtlasHa.Storage.Tests.Processes;
using Microsoft.Data.Sqlite;

namespace AtlasHa.Storage.Tests.Sqlite.Processes;

/// <summary>A database file that several processes use. Disposing checks that it is intact and removes it.</summary>
internal sealed class SqliteFile : IRaceDatabase
{
    private readonly TempFolder _folder = new();
    private readonly CapturedLog<SqliteCatalogStore> _log = new();

    // Through a symbolic link, as operators lay out data folders: the lock's holder has to be found all the same.
    public SqliteFile() => Directory.CreateSymbolicLink(_folder.File("link"), Directory.CreateDirectory(_folder.File("data")).FullName);

    public string Location => Path.Combine(_folder.File("link"), "catalog.db");

    public bool FencingKills => true;

    public IReadOnlyList<string> Fencings => _log.Lines;

    public WriterProcess StartWriter(string mode, long? epoch = null) => WriterProcess.Start(mode, "sqlite", Location, epoch);

    public ICatalogStore Open(TimeSpan fenceAfter) => Open(fenceAfter, Deadline.Generous);

    public SqliteCatalogStore Open(TimeSpan fenceAfter, TimeSpan busyTimeout) => new(
        new SqliteStoreOptions { Path = Location, BusyTimeout = busyTimeout, FenceAfter = fenceAfter }, TimeProvider.System, _log);

    public Task<IReadOnlyList<(long Epoch, long Number)>> WrittenAsync()
    {
        List<(long, long)> found = [];
        Read("SELECT update_time, create_time FROM entity ORDER BY id", row => found.Add((row.GetInt64(0), row.GetInt64(1))));
        return Task.FromResult<IReadOnlyList<(long, long)>>(found);
    }

    public ValueTask DisposeAsync()
    {
        using (_folder)
            Read("PRAGMA integrity_check", row => row.GetString(0).ShouldBe("ok"));
        return default;
    }

    private void Read(string sql, Action<SqliteDataReader> onRow)
    {
        using var connection = new SqliteConnection($"Data Source={Location};Pooling=False");
        connection.Open();
        using var command = new SqliteCommand(sql, connection);
        using var rows = command.ExecuteReader();
        while (rows.Read())
            onRow(rows);
    }
}
