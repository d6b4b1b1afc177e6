using System.Diagnostics;
using System.Net.Sockets;

namespace AtlasHa.TestKit;

/// <summary>
/// A real PostgreSQL server on a free loopback port, with its own data folder; user <c>atlas</c>, no password. Runs as <c>postgres</c> when the
/// tests run as root, which the server refuses to. Dies with the test process (<see cref="ChildReaper"/>).
/// </summary>
public sealed class PostgresServerProcess : IAsyncDisposable
{
    private const string Packages = "/usr/lib/postgresql";
    private const string LogFile = "server.log";

    private readonly string _folder = Directory.CreateTempSubdirectory("atlasha-pg-").FullName;
    private readonly string _sharedBuffers;
    private Process? _process;

    static PostgresServerProcess()
    {
        // While another test assembly installs, the programs are there before the user is.
        if (!IsInstalled && IsRoot)
        {
            Directory.CreateDirectory("/etc/postgresql-common");
            if (!File.Exists("/etc/postgresql-common/createcluster.conf"))
                File.WriteAllText("/etc/postgresql-common/createcluster.conf", "create_main_cluster = false\n");
            DebianPackages.TryInstall("postgresql");
        }
        WhyUnavailable = !IsInstalled ? $"no initdb under {Packages}; install a server with: apt-get install postgresql" : null;
    }

    private PostgresServerProcess(string sharedBuffers)
    {
        _sharedBuffers = sharedBuffers;
        ChildReaper.DeleteAtEnd(_folder);
    }

    /// <summary>Null when servers can be started here, else what to install: the text for a skipped test.</summary>
    public static string? WhyUnavailable { get; }

    public int Port { get; } = FreePort.Next();

    /// <summary>What the server has logged so far.</summary>
    public string Log => File.Exists(Path.Combine(_folder, LogFile)) ? File.ReadAllText(Path.Combine(_folder, LogFile)) : "it has logged nothing";

    private static bool IsRoot => Environment.UserName == "root";

    private static bool IsInstalled =>
        FindBinaries() is not null && (!IsRoot || File.ReadLines("/etc/passwd").Any(line => line.StartsWith("postgres:", StringComparison.Ordinal)));

    private string Data => Path.Combine(_folder, "data");

    /// <summary>Starts a server and waits until it answers.</summary>
    /// <param name="sharedBuffers">The server's cache, with its unit; its own default is 128MB.</param>
    public static async Task<PostgresServerProcess> StartAsync(string sharedBuffers = "16MB")
    {
        if (WhyUnavailable is { } reason)
            throw new InvalidOperationException(reason);
        return await StartAsync(sharedBuffers, server => server.Command("initdb", "-D", server.Data, "-U", "atlas", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"));
    }

    /// <summary>Starts another server that follows this one and answers reads only, until <see cref="PromoteAsync"/>.</summary>
    public Task<PostgresServerProcess> StartStandbyAsync() => StartAsync(_sharedBuffers, standby => standby.Command(
        "pg_basebackup", "-D", standby.Data, "-h", "127.0.0.1", "-p", $"{Port}", "-U", "atlas", "--write-recovery-conf", "--checkpoint=fast", "--no-sync"));

    /// <summary>Makes a standby a primary.</summary>
    public Task PromoteAsync() => RunAsync(Command("pg_ctl", "promote", "-D", Data, "-w"));

    /// <summary>Npgsql's connection string; pass another port to go through a proxy.</summary>
    public string ConnectionString(string database, int? port = null) => $"Host=127.0.0.1;Port={port ?? Port};Username=atlas;Database={database}";

    /// <summary>Starts the stopped server with the same data and port.</summary>
    public async Task StartAgainAsync()
    {
        _process = Process.Start(Command(
            "postgres", "-D", Data, "-p", $"{Port}", "-k", _folder, "-c", "listen_addresses=127.0.0.1", "-c", $"shared_buffers={_sharedBuffers}",
            "-c", "max_connections=200", "-c", "logging_collector=on", "-c", $"log_directory={_folder}", "-c", $"log_filename={LogFile}"))!;
        ChildReaper.Watch(_process.Id);
        await Eventually.TrueAsync("the PostgreSQL server answers", IsReadyAsync, TestTimeouts.Long);
    }

    /// <summary>Ends every session and then the server.</summary>
    public Task StopAsync() => StopAsync("fast");

    /// <summary>Ends like a machine that loses power: nothing is written or answered any more, and the next start recovers from the log.</summary>
    public Task CrashAsync() => StopAsync("immediate");

    public async ValueTask DisposeAsync()
    {
        await StopAsync("immediate");
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<PostgresServerProcess> StartAsync(string sharedBuffers, Func<PostgresServerProcess, ProcessStartInfo> createData)
    {
        var server = new PostgresServerProcess(sharedBuffers);
        try
        {
            if (IsRoot)
                await RunAsync(new ProcessStartInfo("chown", ["postgres", server._folder]));
            await RunAsync(createData(server));
            await server.StartAgainAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    private async Task StopAsync(string mode)
    {
        if (_process is not { } process)
            return;
        if (!process.HasExited)
            await RunAsync(Command("pg_ctl", "stop", "-D", Data, "-m", mode, "-w"));
        await Eventually.DoneAsync("the PostgreSQL server has ended", process.WaitForExitAsync());
        ChildReaper.Forget(process.Id);
        process.Dispose();
        _process = null;
    }

    private static string? FindBinaries() => !Directory.Exists(Packages)
        ? null
        : Directory.GetDirectories(Packages).Select(folder => Path.Combine(folder, "bin")).LastOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")));

    private static async Task RunAsync(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await Eventually.DoneAsync(start.FileName, process.WaitForExitAsync(), TestTimeouts.Long);
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{start.FileName} {string.Join(' ', start.ArgumentList)} ended with {process.ExitCode}: {output}");
    }

    // setpriv replaces itself by the program: the process id is the server's.
    private ProcessStartInfo Command(string program, params string[] arguments)
    {
        var path = Path.Combine(FindBinaries()!, program);
        var start = IsRoot
            ? new ProcessStartInfo("setpriv", ["--reuid=postgres", "--regid=postgres", "--clear-groups", path, .. arguments])
            : new ProcessStartInfo(path, arguments);
        start.WorkingDirectory = _folder;
        return start;
    }

    private async Task<bool> IsReadyAsync()
    {
        if (_process!.HasExited)
            throw new InvalidOperationException($"the PostgreSQL server ended with {_process.ExitCode}: {Log}");
        using var probe = new TcpClient();
        try
        {
            await probe.ConnectAsync("127.0.0.1", Port);
        }
        catch (SocketException)
        {
            return false;
        }
        using var check = Process.Start(Command("pg_isready", "-q", "-h", "127.0.0.1", "-p", $"{Port}"))!;
        await check.WaitForExitAsync();
        return check.ExitCode == 0;
    }
}
