using AtlasHa.TestKit;
using AtlasHa.TestKit.Cluster;

namespace AtlasHa.Chaos.Tests.Harness;

/// <summary>One instance over all its processes, with links of its own to each ZooKeeper server. Faults are verbs.</summary>
internal sealed class ChaosInstance : IAsyncDisposable
{
    private readonly ServerSettings _settings;
    private readonly IReadOnlyList<TcpFaultProxy> _links;
    private ServerProcess? _process;
    private int _incarnation;
    private bool _isFrozen;
    private bool _isStopping;

    /// <param name="settings">All but the connect string and what is private to a process.</param>
    /// <param name="links">A way to each ZooKeeper server.</param>
    /// <param name="host">Where it runs; null for this machine's own network.</param>
    public ChaosInstance(ServerSettings settings, IReadOnlyList<TcpFaultProxy> links, NetworkHost? host)
    {
        _settings = settings with
        {
            ConnectString = string.Join(',', links.Select(link => link.ConnectString)),
            Launcher = host?.Launcher ?? [],
            Extra = (host?.Settings ?? new Dictionary<string, string>()).Concat(settings.Extra).ToDictionary(),
        };
        _links = links;
        Host = host;
    }

    public string Id => _settings.InstanceId;

    public NetworkHost? Host { get; }

    public Uri Url => Host is null ? _settings.Url : new UriBuilder(_settings.Url) { Host = $"{Host.Address}" }.Uri;

    public bool IsRunning => _process is { HasExited: false };

    /// <summary>Whether it can answer: running, not frozen, and not on its way out.</summary>
    public bool IsAwake => IsRunning && !_isFrozen && !_isStopping;

    /// <summary>The last lines of the last process.</summary>
    public string Output => $"--- {Id} ({(IsAwake ? "running" : IsRunning ? "frozen or stopping" : "not running")})\n{_process?.Output}";

    /// <summary>Starts a process; returns before it answers.</summary>
    public async Task StartAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
        (_isFrozen, _isStopping) = (false, false);
        _process = ServerProcess.Start(PrivateMount.WhyUnavailable is null ? WithPrivateStorePath() : _settings);
    }

    /// <summary>SIGKILL.</summary>
    public Task KillAsync() => _process!.KillAsync();

    /// <summary>SIGTERM; returns the exit code.</summary>
    public Task<int> StopAsync() => _process!.TerminateAsync();

    /// <summary>SIGTERM; returns at once.</summary>
    public void AskToStop()
    {
        ProcessSignals.Terminate(_process!.Pid);
        _isStopping = true;
    }

    /// <summary>Returns when a process that was asked to stop has done so.</summary>
    public Task StoppedAsync() => _isStopping ? _process!.ExitedAsync() : Task.CompletedTask;

    /// <summary>SIGSTOP: it stands still in the middle of what it does, its connections stay open.</summary>
    public void Freeze()
    {
        _process!.Pause();
        _isFrozen = true;
    }

    /// <summary>SIGCONT, unless it was ended meanwhile (the successor may have to, when it holds the store's lock).</summary>
    public void Continue()
    {
        if (_isFrozen && IsRunning) _process!.Resume();
        _isFrozen = false;
    }

    /// <summary>Connections to ZooKeeper are reset, new ones refused; peers and users still reach it.</summary>
    public void CutFromZooKeeper() => Each(link => link.Cut());

    /// <summary>Bytes to and from ZooKeeper are held back; nobody is told.</summary>
    public void HoldZooKeeperTraffic() => Each(link => link.Blackhole());

    /// <summary>Connections to ZooKeeper are reset; new ones work.</summary>
    public void DropZooKeeperConnections() => Each(link => link.DropConnections());

    public void RestoreZooKeeper() => Each(link => link.Restore());

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
        foreach (var link in _links) await link.DisposeAsync();
    }

    private ServerSettings WithPrivateStorePath()
    {
        var store = Path.GetDirectoryName(_settings.StorePath)!;
        var mountPoint = Path.Combine(_settings.Folder, $"store-{++_incarnation}");
        Directory.CreateDirectory(store);
        return _settings with
        {
            Launcher = [.. _settings.Launcher, .. PrivateMount.Launcher(store, mountPoint)],
            StorePath = Path.Combine(mountPoint, Path.GetFileName(_settings.StorePath)),
        };
    }

    private void Each(Action<TcpFaultProxy> fault)
    {
        foreach (var link in _links) fault(link);
    }
}
