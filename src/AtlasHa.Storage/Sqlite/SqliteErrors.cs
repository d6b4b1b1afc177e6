using AtlasHa.Catalog.Storage;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace AtlasHa.Storage.Sqlite;

/// <summary>Tells failures of the machine from mistakes in the code, and says what to do about the former.</summary>
internal static class SqliteErrors
{
    public static bool IsBusy(int code) => (code & 0xFF) is raw.SQLITE_BUSY or raw.SQLITE_LOCKED;

    /// <summary>The exception for a failed call: <see cref="StoreUnavailableException"/> unless SQL or the call itself was wrong.</summary>
    public static Exception For(SqliteException failure, string path, bool outcomeUnknown = false) =>
        Advice(failure.SqliteErrorCode) is { } advice
            ? new StoreUnavailableException($"the database {path} {advice} ({failure.Message})", outcomeUnknown, failure)
            : failure;

    private static string? Advice(int code) => (code & 0xFF) switch
    {
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => "is locked by another process; try again",
        raw.SQLITE_FULL => "cannot grow: the disk is full. Free space on its file system; nothing needs a restart",
        raw.SQLITE_IOERR => "cannot be read or written: check the disk, the kernel's log and the file system's free space and quota",
        raw.SQLITE_CANTOPEN => "cannot be opened: check that the file and its folder exist and that this user may read and write both",
        raw.SQLITE_READONLY => "cannot be written: give this user write permission on the file, on its -wal and -shm files and on the folder",
        raw.SQLITE_PERM or raw.SQLITE_AUTH => "may not be accessed: give this user permission on the file",
        raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => "is damaged or no SQLite database: stop the instances and restore it from a backup",
        raw.SQLITE_NOMEM => "got no memory: check the memory limit of this process",
        raw.SQLITE_INTERRUPT => "broke the operation off",
        _ => null,
    };
}
