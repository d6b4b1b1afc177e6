using System.Diagnostics;

namespace AtlasHa.Chaos.Tests.Harness;

/// <summary>
/// Starts a process with a view of a folder that is its alone: the same files under another path, in a mount namespace that ends with the process. So the
/// store's journal can tell which process made a change, by the path under which it opened the database.
/// </summary>
internal static class PrivateMount
{
    private const string Script = "mount --bind \"$1\" \"$2\" && shift 2 && exec \"$@\"";

    private static readonly Lazy<string?> Reason = new(Probe);

    /// <summary>Null when mounts work here.</summary>
    public static string? WhyUnavailable => Reason.Value;

    /// <summary>The program, with its arguments, that puts <paramref name="folder"/> at <paramref name="mountPoint"/> and then becomes what follows it.</summary>
    public static IReadOnlyList<string> Launcher(string folder, string mountPoint)
    {
        Directory.CreateDirectory(mountPoint);
        return ["unshare", "--mount", "sh", "-c", Script, "sh", folder, mountPoint];
    }

    private static string? Probe()
    {
        var folder = Directory.CreateTempSubdirectory("chaos-mount-").FullName;
        try
        {
            var command = Launcher(folder, Path.Combine(folder, "view"));
            using var probe = Process.Start(new ProcessStartInfo(command[0], [.. command.Skip(1), "true"]) { RedirectStandardError = true })!;
            var error = probe.StandardError.ReadToEnd();
            probe.WaitForExit();
            return probe.ExitCode == 0 ? null : $"mount namespaces are not allowed here, so the journal cannot tell processes apart: {error.Trim()}";
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return $"unshare is not there: {e.Message}";
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
