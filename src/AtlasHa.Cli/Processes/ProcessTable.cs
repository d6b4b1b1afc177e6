using System.Globalization;

namespace AtlasHa.Cli.Processes;

/// <summary>What Linux's /proc says of processes.</summary>
internal static class ProcessTable
{
    private const string BootIdFile = "/proc/sys/kernel/random/boot_id";

    /// <summary>The identity of the process that has <paramref name="pid"/> now; null when there is none, or only a zombie.</summary>
    public static ProcessIdentity? Find(int pid)
    {
        try
        {
            return Parse(pid, File.ReadAllText($"/proc/{pid}/stat"), File.ReadAllText(BootIdFile).Trim());
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The process vanished between the open and the read: /proc then answers ESRCH.
            return null;
        }
    }

    public static bool IsAlive(ProcessIdentity? process) => process is not null && Find(process.Pid) == process;

    /// <summary>The command line of a process, or null when it is not ours to read.</summary>
    public static string? CommandLine(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/cmdline").Replace('\0', ' ').Trim();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // "pid (name) state ppid ..."; the name may hold spaces and parentheses, so fields count from the last ')'.
    internal static ProcessIdentity? Parse(int pid, string stat, string bootId)
    {
        var fields = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        const int State = 0, StartTime = 19;
        return fields[State] is "Z" or "X"
            ? null
            : new ProcessIdentity(pid, long.Parse(fields[StartTime], CultureInfo.InvariantCulture), bootId);
    }
}
