using System.Diagnostics;
using AtlasHa.Cli.Processes;

namespace AtlasHa.Cli.Ensemble;

/// <summary>Finds Debian's ZooKeeper, and installs it where that is possible without asking.</summary>
internal sealed class DebianPackage(Terminal terminal)
{
    private const string UseYourOwn = "or use a ZooKeeper that runs already: atlas-ha up --zookeeper HOST:PORT.";

    /// <exception cref="CliException">It is not there and cannot be installed from here.</exception>
    public async Task<JavaInstallation> FindOrInstallAsync(CancellationToken cancellationToken)
    {
        if (JavaInstallation.Find(JavaInstallation.DebianJars, JavaInstallation.FindJava(), out var missing) is { } found) return found;
        var apt = Executables.Find("apt-get");
        RequireInstallable(missing, isDebian: File.Exists("/etc/debian_version") && apt is not null, isRoot: Environment.IsPrivilegedProcess);

        terminal.Line($"ZooKeeper is not installed (missing: {string.Join(", ", missing)}); installing Debian's package.");
        await RunAsync(apt!, ["update"], cancellationToken);
        await RunAsync(apt!, ["install", "-y", "--no-install-recommends", "zookeeper"], cancellationToken);
        return JavaInstallation.Find(JavaInstallation.DebianJars, JavaInstallation.FindJava(), out missing)
            ?? throw new CliException($"Debian's zookeeper package is installed, yet {string.Join(", ", missing)} is missing. Install it by hand, {UseYourOwn}");
    }

    internal static void RequireInstallable(IReadOnlyList<string> missing, bool isDebian, bool isRoot)
    {
        var what = $"a local ZooKeeper needs {string.Join(", ", missing)}, which this machine does not have.";
        if (!isDebian) throw new CliException($"{what} Install Java and ZooKeeper with its jars in {JavaInstallation.DebianJars}, {UseYourOwn}");
        if (!isRoot) throw new CliException($"{what} Install them with: sudo apt-get update && sudo apt-get install -y --no-install-recommends zookeeper; {UseYourOwn}");
    }

    private async Task RunAsync(string apt, string[] arguments, CancellationToken cancellationToken)
    {
        terminal.Line($"$ apt-get {string.Join(' ', arguments)}");
        var start = new ProcessStartInfo(apt, arguments) { RedirectStandardInput = true };
        start.Environment["DEBIAN_FRONTEND"] = "noninteractive";
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        // Ctrl-C reaches apt-get too (same terminal); cutting dpkg off half-way would leave the machine's packages broken.
        await process.WaitForExitAsync(CancellationToken.None);
        cancellationToken.ThrowIfCancellationRequested();
        if (process.ExitCode != 0)
            throw new CliException($"apt-get {string.Join(' ', arguments)} failed with exit code {process.ExitCode}; repair that (see its output above) and try again, {UseYourOwn}");
    }
}
