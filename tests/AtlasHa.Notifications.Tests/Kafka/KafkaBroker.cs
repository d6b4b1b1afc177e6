using System.Diagnostics;
using AtlasHa.TestKit;

[assembly: AssemblyFixture(typeof(AtlasHa.Notifications.Tests.Kafka.KafkaBroker))]

namespace AtlasHa.Notifications.Tests.Kafka;

/// <summary>
/// Brokers that speak Kafka's protocol: those of ATLASHA_TEST_KAFKA (<c>host:port,...</c>), or a mock cluster in a process of its own. Debian's kcat
/// has no switch for it (-M came later), so it is a producer that never gets anything to send, with librdkafka's mock brokers in it.
/// </summary>
public sealed class KafkaBroker : IAsyncDisposable
{
    private const string Variable = "ATLASHA_TEST_KAFKA";
    private const string Program = "/usr/bin/kcat";
    private const string Announcement = "bootstrap.servers=";

    private readonly SemaphoreSlim _starting = new(1, 1);
    private Process? _process;
    private string? _servers;

    /// <summary>The brokers' addresses; started by whoever asks first. Skips where none can be started.</summary>
    public async Task<string> ServersAsync()
    {
        await _starting.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            return _servers ??= Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } real ? real : await StartAsync();
        }
        finally
        {
            _starting.Release();
        }
    }

    public ValueTask DisposeAsync()
    {
        _starting.Dispose();
        if (_process is null) return ValueTask.CompletedTask;
        _process.Kill();
        _process.WaitForExit();
        ChildReaper.Forget(_process.Id);
        _process.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<string> StartAsync()
    {
        if (!File.Exists(Program)) DebianPackages.TryInstall("kcat");
        Assert.SkipUnless(File.Exists(Program), $"install kcat (apt-get install kcat), or set {Variable} to the addresses of a Kafka cluster");
        _process = Process.Start(new ProcessStartInfo(Program, ["-P", "-b", "its-own", "-t", "unused", "-X", "test.mock.num.brokers=1", "-d", "mock"])
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
        })!;
        ChildReaper.Watch(_process.Id);
        var announced = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        _process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is { } text && text.IndexOf(Announcement, StringComparison.Ordinal) is var at and >= 0)
                announced.TrySetResult(text[(at + Announcement.Length)..].Trim());
        };
        _process.BeginErrorReadLine();
        return await Eventually.DoneAsync("kcat's brokers are there", announced.Task);
    }
}
