using System.Globalization;

namespace AtlasHa.Storage.Sqlite.Fencing;

/// <summary>
/// Finds the process that holds SQLite's write lock: a POSIX write lock on byte 120 (WAL_WRITE_LOCK) of the <c>-shm</c> file. The file's inode
/// is taken from this process's own mapping of it: opening the file here and closing it again would drop all of this process's locks on it
/// (fcntl(2)), and so let a second writer in.
/// </summary>
internal static class WriteLockHolder
{
    private const long WriteLockByte = 120;

    /// <summary>
    /// The holder's pid; null when nobody holds the lock, when the holder lives in a pid namespace that is not visible from here, and where
    /// there is no <c>/proc/locks</c>. <paramref name="databasePath"/> is the path without symbolic links.
    /// </summary>
    public static int? Find(string databasePath)
    {
        try
        {
            return FileKey(databasePath + "-shm", File.ReadLines("/proc/self/maps")) is { } file
                ? HolderOf(file, File.ReadLines("/proc/locks"))
                : null;
        }
        catch (Exception absent) when (absent is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary><c>major:minor:inode</c> as <c>/proc/locks</c> spells it, from a line like <c>7f00-7f08 rw-s 00000000 fe:00 11658028   /db-shm</c>.</summary>
    internal static string? FileKey(string path, IEnumerable<string> maps)
    {
        foreach (var line in maps)
        {
            var fields = line.Split(' ', 6, StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length == 6 && fields[5] == path)
                return $"{fields[3]}:{fields[4]}";
        }
        return null;
    }

    /// <summary>Looks for a line like <c>1: POSIX  ADVISORY  WRITE 8522 fe:00:11658028 120 120</c>.</summary>
    internal static int? HolderOf(string fileKey, IEnumerable<string> locks)
    {
        foreach (var line in locks)
        {
            // A waiter has "->" as its second field and therefore never matches.
            var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (fields is not [_, "POSIX", _, "WRITE", var pid, var file, var first, var last] || file != fileKey)
                continue;
            if (Number(first) <= WriteLockByte && (last == "EOF" || Number(last) >= WriteLockByte) && Number(pid) > 0)
                return (int)Number(pid);
        }
        return null;
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
