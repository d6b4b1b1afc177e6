using System.Diagnostics;
using System.Runtime.InteropServices;

namespace AtlasHa.Bench.Reporting;

/// <summary>Where a figure comes from.</summary>
internal static class Machine
{
    public static string RepositoryRoot { get; } = FindRoot();

    public static int Cores => Environment.ProcessorCount;

    public static string Runtime => RuntimeInformation.FrameworkDescription;

    public static string Processor { get; } = File.ReadLines("/proc/cpuinfo")
        .FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim() ?? "unknown processor";

    /// <summary>The commit that was built, with a plus when tracked files differ from it.</summary>
    public static string Commit { get; } = Git("rev-parse", "--short", "HEAD") + (Git("status", "--porcelain", "-uno", "--", "src", "bench", ":!bench/raw").Length > 0 ? "+" : "");

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "AtlasHa.Orleans.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException($"no AtlasHa.Orleans.sln above {AppContext.BaseDirectory}: run bench/run in the repository");
    }

    private static string Git(params string[] arguments)
    {
        using var git = Process.Start(new ProcessStartInfo("git", ["-C", RepositoryRoot, .. arguments]) { RedirectStandardOutput = true })!;
        var text = git.StandardOutput.ReadToEnd().Trim();
        git.WaitForExit();
        return text;
    }
}
