namespace AtlasHa.Storage.Sqlite;

/// <summary>Settings of the store in one SQLite file, shared by all instances on one machine.</summary>
public sealed class SqliteStoreOptions
{
    /// <summary>The database file, on a local file system; its folder is created. SQLite keeps <c>-wal</c> and <c>-shm</c> files beside it.</summary>
    public string Path { get; set; } = "";

    /// <summary>How long to wait for the write lock before giving up. Default 5 s.</summary>
    public TimeSpan BusyTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long to wait for the write lock before killing the process that holds it, if that process claimed a lower epoch. Default 2 s;
    /// must be shorter than <see cref="BusyTimeout"/>.
    /// </summary>
    public TimeSpan FenceAfter { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Free bytes on the file's disk below which the store warns that it may soon be unable to write. Default 64 MiB, what the log may take.</summary>
    public long MinFreeBytes { get; set; } = 64L * 1024 * 1024;
}
