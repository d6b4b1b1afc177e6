using System.Diagnostics;
using AtlasHa.TestKit;

namespace AtlasHa.Notifications.Tests.Kafka;

/// <summary>
/// A mock cluster in a process of its own, on 127.0.0.1. Debian's kcat has no switch for it (-M came later), so it is a producer that never gets
/// anything to send, with librdkafka's mock brokers in it.
/// </summary>
internal sealed class MockBrokers : IDisposable
{
    private const string Program = "/usr/bin/kcat";
    private const string Announcement = "bootstrap.servers=";

    private readonly Process _process;

    private MockBrokers(Process process, string servers) => (_process, Servers) = (process, servers);

    /// <summary><c>host:port</c> as clients are told it.</summary>
    public string Servers { get; }

    /// <summary>Skips where it cannot be started.</summary>
    /// <param name="launcher">The program, with its arguments, that becomes the brokers; empty for none.</param>
    public static async Task<MockBrokers> StartAsync(params IReadOnlyList<string> launcher)
    {
        if (!File.Exists(Program)) DebianPackages.TryInstall("kcat");
        Assert.SkipUnless(File.Exists(Program), $"install kcat (apt-get install kcat), or set {KafkaBroker.Variable} to the addresses of a Kafka cluster");
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
