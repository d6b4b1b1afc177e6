using System.Collections.Concurrent;
using System.Net;
using AtlasHa.LeaderElection.Control;
using AtlasHa.LeaderElection.History;
using AtlasHa.LeaderElection.Latch;
using AtlasHa.LeaderElection.Nodes;
using AtlasHa.LeaderElection.Peers;
using AtlasHa.LeaderElection.Roles;
using AtlasHa.LeaderElection.Views;
using AtlasHa.ZooKeeper;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AtlasHa.LeaderElection;

/// <summary>This instance's part in the election, from start to stop of the process.</summary>
internal sealed class LeaderElector : IElectionObserver, IPeerCrashes, IDisposable
{
    private readonly IZooKeeperClientFactory _clients;
    private readonly LeaderElectionOptions _options;
    private readonly ElectionPaths _paths;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ViewHub _hub;
    private readonly Signal _signal;
    private readonly ElectionControl _control;
    private readonly OfficeServices _services;
    private readonly Office _office;
    private readonly CancellationTokenSource _leaving = new();
    private readonly CancellationTokenSource _stopping = new();
    private InstanceInfo? _self;
    private PeerListener? _peers;
    private volatile IZooKeeperClient? _session;

    /// <summary>Ids that were ever registered, as far as this process has seen.</summary>
    private readonly ConcurrentDictionary<string, bool> _seen = new();
    private Task _candidacy = Task.CompletedTask;
    private Task _watch = Task.CompletedTask;

    public LeaderElector(
        IZooKeeperClientFactory clients,
        IEpochFence fence,
        IEnumerable<IActivationHandler> handlers,
        ElectionControl control,
        IOptions<LeaderElectionOptions> options,
        TimeProvider time,
        ILogger<LeaderElector> logger)
    {
        _clients = clients;
        _options = options.Value;
        _paths = new ElectionPaths(_options.ZkRoot);
        _time = time;
        _logger = logger;
        _hub = new ViewHub(_options.InstanceId, _options.Url, time, logger);
        _hub.Changed += Remember;
        _signal = control.Signal;
        _control = control;
        _services = new OfficeServices(
            _options.InstanceId,
            new EpochRaiser(fence, _options, time, logger),
            new HandlerSequence(handlers, _options, time, logger, _signal.Set),
            NewBackOff(),
            new EvictionGuard(time),
            _hub.Publish,
            _signal.Set,
            time,
            logger);
        _office = new Office(_services, _leaving.Token);
    }

    public event Action<ElectionView>? Changed
    {
        add => _hub.Changed += value;
        remove => _hub.Changed -= value;
    }

    public event Action<PeerCrash>? Crashed;

    public ElectionView Current => _hub.Current;

    /// <summary>The latest session, whatever its state; null before the first.</summary>
    public IZooKeeperClient? Session => _session;

    /// <summary>True when the instance was registered at some time since this process began to watch.</summary>
    public bool HasSeen(string instanceId) => _seen.ContainsKey(instanceId);

    public TimeSpan? SinceLastContact => _hub.SinceLastContact;

    public string? Note => Current.Failsafe
        ? "failsafe: in office without ZooKeeper, every answer is confirmed by the store"
        : _services.Evictions.Note;

    public Task<ElectionView?> WaitForAsync(Func<ElectionView, bool> condition, TimeSpan patience, CancellationToken cancellationToken)
        => _hub.WaitForAsync(condition, patience, cancellationToken);

    public void Start()
    {
        if (_options.PeerAddress is { } address)
            _peers = new PeerListener(IPAddress.Parse(address), _options.PeerPort, () => PeerStream.Greeting(_options.InstanceId, _session?.SessionId ?? 0), _time, _logger);
        _self = new InstanceInfo(
            _options.InstanceId,
            _options.Url!,
            _options.SiloAddress,
            _options.Version,
            _options.Tags.AsReadOnly(),
            _time.GetUtcNow(),
            Epoch: null,
            _peers?.EndPoint.ToString());
        _candidacy = Task.Run(RunAsync);
    }

    /// <summary>
    /// Leaves office in order and closes the session, so that a successor sees it go within milliseconds. From then on it only watches, so that
    /// whoever still asks this instance is told who follows.
    /// </summary>
    public async Task LeaveAsync(CancellationToken cancellationToken)
    {
        await _leaving.CancelAsync().ConfigureAwait(false);
        await _candidacy.WaitAsync(cancellationToken).ConfigureAwait(false);
        _watch = Task.Run(() => NewSessions().RunAsync(WatchAsync, _stopping.Token), CancellationToken.None);
    }

    /// <summary>Ends what <see cref="LeaveAsync"/> left running.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _watch.WaitAsync(cancellationToken).ConfigureAwait(false);
        if (_peers is not null)
            await _peers.DisposeAsync().ConfigureAwait(false);
    }

    public void Dispose()
    {
        _office.Dispose();
        _leaving.Dispose();
        _stopping.Dispose();
    }

    private async Task RunAsync()
    {
        await NewSessions().RunAsync(RunSessionAsync, _leaving.Token).ConfigureAwait(false);

        // When the stop came between two sessions, no loop was there to leave office.
        await _office.VacateAsync("the instance stops").ConfigureAwait(false);
    }

    private Task WatchAsync(IZooKeeperClient client)
    {
        Attach(client);
        return new ClusterWatcher(client, _paths, _time, _logger, _hub.Publish).RunAsync(_stopping.Token);
    }

    private async Task RunSessionAsync(IZooKeeperClient client)
    {
        var lastActive = new LastActive(
            _session?.State == SessionState.Expired ? _hub.Current.Active : null, _options.InstanceId, _time, _logger);
        Attach(client);
        var registry = new InstanceRegistry(client, _paths, _self!, _time);
        var latch = new LeaderLatch(client, _paths, _options.InstanceId, _time, _signal.Set);
        var desk = new OrderDesk(
            new ControlNodes(client, _paths, _time), _self!, () => _hub.Current, _options.SwitchoverDeadline, _time, _signal.Set);
        var nodes = new ElectionNodes(client, _self!, _paths, registry, latch);
        var succession = new Succession(() => _hub.Current.Paused || desk.MayBeOutranked, _signal.Set);
        var loop = new HaLoop(_office, nodes, _services, _control, desk, succession, lastActive, _leaving.Token);
        var peers = new PeerWatch(new PeerEviction(client, _paths, succession, _time), _options.InstanceId, _hub.Disbelieve, OnCrashed, _time, _logger);
        var seen = ClusterSnapshot.Empty;
        using var watching = new CancellationTokenSource();
        var watcher = new ClusterWatcher(client, _paths, _time, _logger, OnSnapshot).RunAsync(watching.Token);
        await loop.RunAsync().ConfigureAwait(false);
        await watching.CancelAsync().ConfigureAwait(false);
        await watcher.ConfigureAwait(false);
        await peers.DisposeAsync().ConfigureAwait(false);

        void OnSnapshot(ClusterSnapshot snapshot)
        {
            _hub.Publish(snapshot);
            peers.Follow(snapshot);
            var ownChanged = seen.Instances.GetValueOrDefault(_options.InstanceId) != snapshot.Instances.GetValueOrDefault(_options.InstanceId);
            if (ownChanged || seen.Address != snapshot.Address)
                _signal.Set();
            seen = snapshot;
        }
    }

    private void OnCrashed(PeerCrash crash)
    {
        _ = NoteCrashAsync(crash);
        foreach (var handler in Crashed?.GetInvocationList() ?? [])
        {
            try
            {
                ((Action<PeerCrash>)handler)(crash);
            }
            catch (Exception failure)
            {
                _logger.PeerCrashHandlerFailed(failure);
            }
        }
    }

    /// <summary>The dead cannot say why its term ended, so the one that noticed does; the successor's history takes it from there.</summary>
    private async Task NoteCrashAsync(PeerCrash crash)
    {
        try
        {
            var note = new LeaveNote(crash.Epoch, crash.InstanceId, $"crash noticed by {_options.InstanceId}");
            await new HistoryNodes(_session!, _paths, _time).NoteAsync(note, _leaving.Token).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            _logger.HistoryNotWritten(crash.Epoch, failure);
        }
    }

    private void Remember(ElectionView view)
    {
        foreach (var id in view.Instances.Keys)
            _seen.TryAdd(id, true);
    }

    private void Attach(IZooKeeperClient client)
    {
        _session = client;
        _hub.Attach(client);
    }

    private SessionRunner NewSessions() => new(_clients, NewBackOff(), _time, _logger);

    private BackOff NewBackOff() => new(_options.MinBackOff, _options.MaxBackOff, _time);
}
