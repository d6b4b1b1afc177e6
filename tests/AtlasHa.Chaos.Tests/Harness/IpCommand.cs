using System.Diagnostics;

namespace AtlasHa.Chaos.Tests.Harness;

/// <summary>iproute2's <c>ip</c>.</summary>
internal static class IpCommand
{
    /// <exception cref="InvalidOperationException">It failed; says why.</exception>
    public static void Run(string arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("ip", arguments) { RedirectStandardError = true })!;
            var error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            if (process.ExitCode != 0) throw new InvalidOperationException($"ip {arguments}: {error.Trim()}");
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new InvalidOperationException($"ip: {e.Message}", e);
        }
    }
}
