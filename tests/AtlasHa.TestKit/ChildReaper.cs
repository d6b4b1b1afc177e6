using System.Diagnostics;

namespace AtlasHa.TestKit;

/// <summary>
/// Kills child processes when this process dies, however it dies: one shell reads the ids from a pipe and acts when the
/// kernel closes it. (PR_SET_PDEATHSIG is bound to the thread that forked, and pool threads end early.)
/// </summary>
public static class ChildReaper
{
    private const string Script = """
        trap '' INT TERM HUP
        pids= folders=
        while read -r op pid; do
          case $op in
            d) folders="$folders $pid" ;;
            +) pids="$pids $pid" ;;
            -) kept=; for p in $pids; do [ "$p" = "$pid" ] || kept="$kept $p"; done; pids=$kept ;;
          esac
        done
        [ -z "$pids" ] || kill -9 $pids
        [ -z "$folders" ] || rm -rf $folders
        """;

    private static readonly Lock Gate = new();
    private static Process? Shell;

    public static void Watch(int pid) => Tell($"+ {pid}");

    /// <summary>Call when the process has ended, before its id can be used again.</summary>
    public static void Forget(int pid) => Tell($"- {pid}");

    /// <summary>Deletes the folder when this process has ended, in case it could not do so itself. The path has no blanks.</summary>
    public static void DeleteAtEnd(string folder) => Tell($"d {folder}");

    private static void Tell(string line)
    {
        lock (Gate)
        {
            Shell ??= Process.Start(new ProcessStartInfo("/bin/sh", ["-c", Script]) { RedirectStandardInput = true })
                ?? throw new InvalidOperationException("/bin/sh could not be started");
            Shell.StandardInput.WriteLine(line);
            Shell.StandardInput.Flush();
        }
    }
}
