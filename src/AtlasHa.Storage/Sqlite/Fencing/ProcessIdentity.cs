using System.Globalization;

namespace AtlasHa.Storage.Sqlite.Fencing;

/// <summary>
/// One incarnation of one process: a pid alone is reused. <paramref name="Host"/> is the boot of the machine and the pid namespace, which says
/// within what the pid means anything; <paramref name="StartTime"/> is in clock ticks since boot (field 22 of <c>/proc/PID/stat</c>).
/// </summary>
internal sealed record ProcessIdentity(string Host, int Pid, long StartTime)
{
    private const int StartTimeField = 22;

    /// <summary>This process. Where there is no <c>/proc</c> the identity matches nothing, so that nobody is ever fenced by it.</summary>
    public static ProcessIdentity Current { get; } =
        TryRead(Environment.ProcessId) ?? new ProcessIdentity($"unknown/{Guid.NewGuid()}", Environment.ProcessId, 0);

    /// <summary>The process that has this pid now; null when there is none or it cannot be identified.</summary>
    public static ProcessIdentity? TryRead(int pid)
    {
        try
        {
            var boot = File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();
            var pids = new FileInfo("/proc/self/ns/pid").LinkTarget;
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            // Field 2 is the command in parentheses and may itself hold blanks and parentheses; field 3 follows the last one.
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return new ProcessIdentity($"{boot}/{pids}", pid, long.Parse(fields[StartTimeField - 3], CultureInfo.InvariantCulture));
        }
        catch (Exception absent) when (absent is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
