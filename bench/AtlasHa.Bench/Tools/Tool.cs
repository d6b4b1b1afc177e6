using System.Diagnostics;
using AtlasHa.TestKit;

namespace AtlasHa.Bench.Tools;

/// <summary>Programs of the machine that a benchmark runs and waits for.</summary>
internal static class Tool
{
    /// <summary>Full path of a program, installed with its Debian package when this process may do that.</summary>
    /// <exception cref="SkippedException">It is not there and could not be installed.</exception>
    public static string Require(string program, string package) => RequireFile(() => Find(program), program, package);

    /// <summary>A file of a Debian package, installed when it is missing and this process may do that.</summary>
    public static string RequireFile(string path, string package) => RequireFile(() => File.Exists(path) ? path : null, path, package);

    /// <summary>Runs a program and returns what it printed.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message has its last words.</exception>
    /// <exception cref="TimeoutException">It did not end in time and was killed.</exception>
    public static async Task<string> RunAsync(string program, IEnumerable<string> arguments, TimeSpan deadline)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        ChildReaper.Watch(process.Id);
        using var late = new CancellationTokenSource(deadline);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(late.Token);
            var errors = process.StandardError.ReadToEndAsync(late.Token);
            await process.WaitForExitAsync(late.Token);
            if (process.ExitCode != 0) throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {await errors}{await output}");
            return await output;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            throw new TimeoutException($"{program} did not end within {deadline}");
        }
        finally
        {
            ChildReaper.Forget(process.Id);
        }
    }

    private static string RequireFile(Func<string?> find, string what, string package)
    {
        if (find() is { } there) return there;
        DebianPackages.TryInstall(package);
        return find() ?? throw new SkippedException($"{what} is missing; install it with: apt-get install {package}");
    }

    private static string? Find(string program)
        => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}
