using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace AtlasHa.TestKit;

/// <summary>
/// A real, standalone ZooKeeper server on a free loopback port, with its own data directory. Dies with the test process
/// (<see cref="ChildReaper"/>). TTL nodes are enabled, and they and containers are looked after five times a second.
/// </summary>
public sealed class ZooKeeperServerProcess : IAsyncDisposable
{
    private const int StartAttempts = 3;
    private const string ModeLine = "Mode: ";
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(1);

    private readonly string _folder;
    private readonly ZooKeeperServerOptions _options;
    private readonly StringBuilder _output = new();
    private Process? _process;

    private ZooKeeperServerProcess(ZooKeeperServerOptions options)
    {
        _options = options;
        _folder = Directory.CreateTempSubdirectory("atlasha-zk-").FullName;
        ChildReaper.DeleteAtEnd(_folder);
    }

    /// <summary>Null when servers can be started here, else what to install: the text for a skipped test.</summary>
    public static string? WhyUnavailable => ZooKeeperInstallation.WhyUnavailable;

    public int Port { get; private set; }

    /// <summary><c>127.0.0.1:port</c>, without a chroot.</summary>
    public string ConnectString => $"127.0.0.1:{Port}";

    public int ProcessId => Running.Id;

    public bool IsRunning => _process is not null;

    private string DataFolder => Path.Combine(_folder, "data");

    private Process Running => _process ?? throw new InvalidOperationException("the ZooKeeper server is not running");

    /// <summary>Starts a server and waits until it answers.</summary>
    public static async Task<ZooKeeperServerProcess> StartAsync(ZooKeeperServerOptions? options = null)
    {
        if (WhyUnavailable is { } reason)
            throw new InvalidOperationException(reason);
        var server = new ZooKeeperServerProcess(options ?? new());
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                // Another process can take the port between the look and the start.
                server.Port = FreePort.Next();
                try
                {
                    await server.StartAgainAsync();
                    return server;
                }
                catch (InvalidOperationException) when (attempt < StartAttempts)
                {
                    await server.KillAsync();
                }
            }
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>A server of an ensemble that is not started yet; <paramref name="number"/> is its myid, the options name all servers.</summary>
    internal static ZooKeeperServerProcess NewMember(int number, int port, ZooKeeperServerOptions options)
    {
        var server = new ZooKeeperServerProcess(options) { Port = port };
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(server.DataFolder).FullName, "myid"), $"{number}");
        return server;
    }

    /// <summary>Starts the stopped or killed server with the same data and port, and waits until it answers.</summary>
    public async Task StartAgainAsync()
    {
        await LaunchAsync();
        await Eventually.TrueAsync("the ZooKeeper server answers", IsServingAsync, TestTimeouts.Long);
    }

    /// <summary>Starts the stopped or killed server and waits for nothing: without a quorum a server does not answer.</summary>
    internal async Task LaunchAsync()
    {
        if (_process is not null)
            throw new InvalidOperationException("the ZooKeeper server is already running");
        var configuration = Path.Combine(_folder, "zoo.cfg");
        await File.WriteAllLinesAsync(configuration, Configuration());
        var process = new Process { StartInfo = StartInfo(configuration) };
        process.OutputDataReceived += (_, line) => Collect(line.Data);
        process.ErrorDataReceived += (_, line) => Collect(line.Data);
        process.Start();
        ChildReaper.Watch(process.Id);
        _process = process;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>SIGKILL: no goodbye to anyone.</summary>
    public Task KillAsync() => EndAsync(ProcessSignals.Kill);

    /// <summary>SIGTERM.</summary>
    public Task StopAsync() => EndAsync(ProcessSignals.Terminate);

    /// <summary>SIGKILL and start again with the same data and port.</summary>
    public async Task RestartAsync()
    {
        await KillAsync();
        await StartAgainAsync();
    }

    /// <summary>SIGSTOP: connections stay open, nothing answers.</summary>
    public void Pause() => ProcessSignals.Pause(ProcessId);

    public void Resume() => ProcessSignals.Resume(ProcessId);

    /// <summary>Ends a session as if it had expired: its ephemeral nodes vanish, and its client is told so on its next connect.</summary>
    public async Task ExpireAsync(long sessionId)
    {
        using var deadline = new CancellationTokenSource(TestTimeouts.Short);
        await SessionTakeover.EndAsync(Port, sessionId, deadline.Token);
    }

    /// <summary>Answer to a four-letter command, e.g. <c>srvr</c>.</summary>
    public async Task<string> FourLetterAsync(string command, CancellationToken cancellationToken = default)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", Port, cancellationToken);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(command), cancellationToken);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary><c>standalone</c>, <c>leader</c>, <c>follower</c> or <c>read-only</c>; null when the server does not serve (yet).</summary>
    public async Task<string?> ModeAsync()
    {
        if (Running.HasExited)
            throw new InvalidOperationException($"the ZooKeeper server ended with {Running.ExitCode}: {Output()}");
        // A server that is starting can accept a connection and never answer on it.
        using var probe = new CancellationTokenSource(ProbeTimeout);
        try
        {
            // srvr and not ruok: a server says imok before it serves.
            var answer = await FourLetterAsync("srvr", probe.Token);
            return answer.Split('\n').FirstOrDefault(line => line.StartsWith(ModeLine, StringComparison.Ordinal))?[ModeLine.Length..];
        }
        catch (Exception e) when (e is SocketException or IOException or OperationCanceledException)
        {
            return null;
        }
    }

    private Task<bool> IsServingAsync() => _options.Tls is null ? HasModeAsync() : AcceptsAsync();

    private async Task<bool> HasModeAsync() => await ModeAsync() is not null;

    /// <summary>All that can be asked of a port that talks TLS only.</summary>
    private async Task<bool> AcceptsAsync()
    {
        if (Running.HasExited)
            throw new InvalidOperationException($"the ZooKeeper server ended with {Running.ExitCode}: {Output()}");
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync("127.0.0.1", Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private async Task EndAsync(Action<int> signal)
    {
        if (_process is not { } process)
            return;
        if (!process.HasExited)
            signal(process.Id);
        await Eventually.DoneAsync("the ZooKeeper server has ended", process.WaitForExitAsync());
        ChildReaper.Forget(process.Id);
        process.Dispose();
        _process = null;
    }

    private IEnumerable<string> Configuration() =>
    [
        string.Create(CultureInfo.InvariantCulture, $"tickTime={_options.TickTime.TotalMilliseconds:0}"),
        string.Create(CultureInfo.InvariantCulture, $"maxSessionTimeout={_options.MaxSessionTimeout.TotalMilliseconds:0}"),
        $"dataDir={DataFolder}",
        .. _options.Tls?.Configuration(Port) ?? [$"clientPort={Port}", "clientPortAddress=127.0.0.1"],
        "maxClientCnxns=0",
        "admin.enableServer=false",
        "4lw.commands.whitelist=*",
        "extendedTypesEnabled=true",
        .. _options.ExtraConfiguration,
    ];

    private ProcessStartInfo StartInfo(string configuration) => new(
        ZooKeeperInstallation.Java!,
        [
            "-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData",
            "-Dzookeeper.extendedTypesEnabled=true", "-Dzookeeper.forceSync=no", "-Dzookeeper.preAllocSize=1024",
            "-Dznode.container.checkIntervalMs=200",
            .. _options.JvmArguments,
            "-cp", ZooKeeperInstallation.ClassPath,
            "org.apache.zookeeper.server.quorum.QuorumPeerMain", configuration,
        ])
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    };

    private void Collect(string? line)
    {
        lock (_output)
            _output.AppendLine(line);
    }

    private string Output()
    {
        lock (_output)
            return _output.ToString();
    }
}
