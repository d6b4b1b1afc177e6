using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using AtlasHa.Bench.Tools;
using AtlasHa.TestKit;

namespace AtlasHa.Bench.Rivals;

/// <summary>One Patroni with its PostgreSQL server, on free loopback ports.</summary>
internal sealed class PatroniMember : IAsyncDisposable
{
    private const int NoSuchProcess = 3;

    private readonly string _folder;
    private ChildProcess? _patroni;
    private int? _watched;

    /// <param name="name">Name in the cluster.</param>
    /// <param name="folder">Existing folder that the account which the processes run as may write.</param>
    /// <param name="zooKeeper">The ensemble.</param>
    /// <param name="settings">Times.</param>
    public PatroniMember(string name, string folder, string zooKeeper, PatroniSettings settings)
    {
        (Name, _folder) = (name, folder);
        File.WriteAllText(ConfigurationFile, $$"""
            scope: bench
            namespace: /patroni/
            name: {{name}}
            restapi: {listen: '127.0.0.1:{{ApiPort}}', connect_address: '127.0.0.1:{{ApiPort}}'}
            zookeeper: {hosts: ['{{zooKeeper}}']}
            bootstrap:
              dcs:
                ttl: {{settings.Ttl}}
                loop_wait: {{settings.LoopWait}}
                retry_timeout: {{settings.RetryTimeout}}
                maximum_lag_on_failover: 1048576
                postgresql: {use_pg_rewind: true, use_slots: true}
              initdb: [{encoding: UTF8}, data-checksums]
              pg_hba: ['local all all trust', 'host all all 127.0.0.1/32 trust', 'host replication all 127.0.0.1/32 trust']
            postgresql:
              listen: 127.0.0.1:{{Port}}
              connect_address: 127.0.0.1:{{Port}}
              data_dir: {{DataFolder}}
              bin_dir: {{PostgresPrograms.Folder}}
              pgpass: {{Path.Combine(folder, "pgpass")}}
              authentication:
                superuser: {username: atlas, password: bench}
                replication: {username: replicator, password: bench}
              parameters: {unix_socket_directories: '{{folder}}', shared_buffers: 16MB, max_connections: 200}
            """);
    }

    public string Name { get; }

    public int Port { get; } = FreePort.Next();

    public int ApiPort { get; } = FreePort.Next();

    public bool IsRunning => _patroni is { HasExited: false };

    public string Output => _patroni?.Output ?? "";

    public string ConfigurationFile => Path.Combine(_folder, "patroni.yml");

    private string DataFolder => Path.Combine(_folder, "data");

    public async Task StartAsync()
    {
        if (_patroni is not null) await _patroni.DisposeAsync();
        var patroni = Tool.Require("patroni", "patroni");
        _patroni = new ChildProcess(new ProcessStartInfo("setpriv", ["--reuid=postgres", "--regid=postgres", "--clear-groups", patroni, ConfigurationFile])
        {
            WorkingDirectory = _folder,
        });
    }

    /// <summary>SIGKILL of Patroni, the PostgreSQL server and every process of both, in one go.</summary>
    public void Kill()
    {
        var roots = PostmasterPid() is { } postmaster ? new[] { postmaster } : [];
        if (IsRunning) roots = [_patroni!.Pid, .. roots];
        foreach (var pid in roots.SelectMany(ProcessTree.Of).Distinct().ToList())
        {
            try
            {
                ProcessSignals.Kill(pid);
            }
            catch (Win32Exception gone) when (gone.NativeErrorCode == NoSuchProcess)
            {
                // It ended by itself: its parent was killed a moment before.
            }
        }
    }

    /// <summary>PostgreSQL's server does not end with Patroni: it has to be killed by itself when this process dies.</summary>
    public void WatchServer()
    {
        var server = PostmasterPid();
        if (server == _watched) return;
        if (_watched is { } gone) ChildReaper.Forget(gone);
        if (server is { } pid) ChildReaper.Watch(pid);
        _watched = server;
    }

    public async ValueTask DisposeAsync()
    {
        var server = PostmasterPid();
        Kill();
        if (_patroni is not null) await _patroni.DisposeAsync();
        if (server is { } pid) await Eventually.TrueAsync($"PostgreSQL's server {pid} has ended", () => !IsServer(pid));
        WatchServer();
    }

    /// <summary>The server's process, null when none runs.</summary>
    private int? PostmasterPid()
    {
        var file = Path.Combine(DataFolder, "postmaster.pid");
        if (!File.Exists(file)) return null;
        // A killed server leaves its file, and its id may be somebody else's by now.
        return int.TryParse(File.ReadLines(file).FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) && IsServer(pid) ? pid : null;
    }

    private bool IsServer(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/cmdline").Contains(DataFolder, StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }
}
