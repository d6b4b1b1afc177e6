using System.Diagnostics;

namespace AtlasHa.TestKit;

/// <summary>Installs what the tests need, so that the test command is all that a fresh machine needs; only as root on Debian.</summary>
public static class DebianPackages
{
    private const string AptGet = "/usr/bin/apt-get";

    /// <summary>Test assemblies run side by side, and apt's own lock fails instead of waiting.</summary>
    private const string Script = """
        exec 9> /var/lock/atlasha-tests-apt.lock && flock 9 && apt-get update -q && apt-get install -y -q --no-install-recommends "$0"
        """;

    /// <summary>Installs the package if this process may. The caller looks afterwards whether what it wants is there.</summary>
    public static void TryInstall(string package)
    {
        if (!File.Exists(AptGet) || Environment.UserName != "root") return;
        Console.Error.WriteLine($"Installing the Debian package {package} ...");
        var start = new ProcessStartInfo("/bin/sh", ["-c", Script, package]) { RedirectStandardOutput = true };
        start.Environment["DEBIAN_FRONTEND"] = "noninteractive";
        using var install = Process.Start(start);
        install?.StandardOutput.ReadToEnd();
        install?.WaitForExit();
    }
}
