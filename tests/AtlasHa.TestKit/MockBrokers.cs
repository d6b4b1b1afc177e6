using System.Diagnostics;

namespace AtlasHa.TestKit;

/// <summary>
/// A mock cluster in a process of its own, on 127.0.0.1. Debian's kcat has no switch for it (-M came later), so it is a producer that never gets
/// anything to send, with librdkafka's mock brokers in it.
/// </summary>
public sealed class MockBrokers : IDisposable
{
    /// <summary>Full path of kcat, which also sends messages.</summary>
    public const string Program = "/usr/bin/kcat";

    private const string Announcement = "bootstrap.servers=";

    private readonly Process _process;

    private MockBrokers(Process process, string servers) => (_process, Servers) = (process, servers);

    /// <summary>Null when it can be started here, else what to install: the text for a skipped test.</summary>
    public static string? WhyUnavailable
    {
        get
        {
            if (!File.Exists(Program)) DebianPackages.TryInstall("kcat");
            return File.Exists(Program) ? null : $"no {Program}; install it with: apt-get install kcat";
        }
    }

    /// <summary><c>host:port</c> as clients are told it.</summary>
    public string Servers { get; }

    /// <summary>Starts it and waits until it has told its address.</summary>
    /// <param name="launcher">The program, with its arguments, that becomes the brokers; empty for none.</param>
    public static async Task<MockBrokers> StartAsync(params IReadOnlyList<string> launcher)
    {
        if (WhyUnavailable is { } reason) throw new InvalidOperationException(reason);
        string[] command = [.. launcher, Program, "-P", "-b", "its-own", "-t", "unused", "-X", "test.mock.num.brokers=1", "-d", "mock"];
        var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardInput = true, RedirectStandardError = true })!;
        ChildReaper.Watch(process.Id);
        var announced = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is { } text && text.IndexOf(Announcement, StringComparison.Ordinal) is var at and >= 0)
                announced.TrySetResult(text[(at + Announcement.Length)..].Trim());
        };
        process.BeginErrorReadLine();
        return new MockBrokers(process, await Eventually.DoneAsync("kcat's brokers are there", announced.Task));
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        ChildReaper.Forget(_process.Id);
        _process.Dispose();
    }
}
