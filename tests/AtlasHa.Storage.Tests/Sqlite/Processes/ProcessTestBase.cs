using AtlasHa.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace AtlasHa.Storage.Tests.Sqlite.Processes;

/// <summary>A database file that several processes use, this one among them.</summary>
public abstract class ProcessTestBase : IDisposable
{
    private readonly TempFolder _folder = new();

    // Through a symbolic link, as operators lay out data folders: the lock's holder has to be found all the same.
    protected ProcessTestBase() => Directory.CreateSymbolicLink(_folder.File("link"), Directory.CreateDirectory(_folder.File("data")).FullName);

    protected string DatabasePath => Path.Combine(_folder.File("link"), "catalog.db");

    protected CapturedLog<SqliteCatalogStore> StoreLog { get; } = new();

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    protected SqliteCatalogStore Open(TimeSpan fenceAfter, TimeSpan? busyTimeout = null) => new(
        new SqliteStoreOptions { Path = DatabasePath, BusyTimeout = busyTimeout ?? Deadline.Generous, FenceAfter = fenceAfter },
        TimeProvider.System, StoreLog);

    /// <summary>Epoch and number of every entity, in the order of their creation, past the store.</summary>
    protected IReadOnlyList<(long Epoch, long Number)> Written()
    {
        List<(long, long)> found = [];
        Read("SELECT update_time, create_time FROM entity ORDER BY id", row => found.Add((row.GetInt64(0), row.GetInt64(1))));
        return found;
    }

    protected void DatabaseShouldBeIntact() => Read("PRAGMA integrity_check", row => row.GetString(0).ShouldBe("ok"));

    private void Read(string sql, Action<SqliteDataReader> onRow)
    {
        using var connection = new SqliteConnection($"Data Source={DatabasePath};Pooling=False");
        connection.Open();
        using var command = new SqliteCommand(sql, connection);
        using var rows = command.ExecuteReader();
        while (rows.Read())
            onRow(rows);
    }
}
