using AtlasHa.LeaderElection.Nodes;
using AtlasHa.LeaderElection.Roles;
using AtlasHa.LeaderElection.Views;
using AtlasHa.ZooKeeper;
using Microsoft.Extensions.Logging;

namespace AtlasHa.LeaderElection;

/// <summary>Watches an election without taking part in it: for tools. Works from its construction until it is disposed.</summary>
public sealed class ElectionReader : IElectionObserver, IAsyncDisposable
{
    /// <summary>Apache Atlas's default <c>zkroot</c>.</summary>
    public const string DefaultZkRoot = "/apache_atlas";

    private static readonly TimeSpan MinBackOff = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan MaxBackOff = TimeSpan.FromSeconds(5);

    private readonly ElectionPaths _paths;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ViewHub _hub;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _run;

    public ElectionReader(IZooKeeperClientFactory clients, string zkRoot, TimeProvider time, ILogger<ElectionReader> logger)
    {
        _paths = new ElectionPaths(zkRoot);
        _time = time;
        _logger = logger;
        _hub = new ViewHub(self: null, selfUrl: null, time, logger);
        var sessions = new SessionRunner(clients, new BackOff(MinBackOff, MaxBackOff, time), time, logger);
        _run = Task.Run(() => sessions.RunAsync(WatchAsync, _stopping.Token));
    }

    public event Action<ElectionView>? Changed
    {
        add => _hub.Changed += value;
        remove => _hub.Changed -= value;
    }

    public ElectionView Current => _hub.Current;

    public TimeSpan? SinceLastContact => _hub.SinceLastContact;

    public Task<ElectionView?> WaitForAsync(Func<ElectionView, bool> condition, TimeSpan patience, CancellationToken cancellationToken)
        => _hub.WaitForAsync(condition, patience, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _run.ConfigureAwait(false);
        _stopping.Dispose();
    }

    private Task WatchAsync(IZooKeeperClient client)
    {
        _hub.Attach(client);
        return new ClusterWatcher(client, _paths, _time, _logger, _hub.Publish).RunAsync(_stopping.Token);
    }
}
