using AtlasHa.LeaderElection.Latch;
using AtlasHa.LeaderElection.Nodes;
using AtlasHa.LeaderElection.Roles;
using AtlasHa.LeaderElection.Views;
using AtlasHa.ZooKeeper;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AtlasHa.LeaderElection;

/// <summary>This instance's part in the election, from start to stop of the process.</summary>
internal sealed class LeaderElector : IElectionObserver, IElectionControl, IDisposable
{
    private readonly IZooKeeperClientFactory _clients;
    private readonly LeaderElectionOptions _options;
    private readonly ElectionPaths _paths;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ViewHub _hub;
    private readonly Signal _signal;
    private readonly StepDownRequest _stepDown = new();
    private readonly OfficeServices _services;
    private readonly CancellationTokenSource _stopping = new();
    private InstanceInfo? _self;
    private Task _run = Task.CompletedTask;

    public LeaderElector(
        IZooKeeperClientFactory clients,
        IEpochFence fence,
        IEnumerable<IActivationHandler> handlers,
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
        _signal = new Signal(time);
        _services = new OfficeServices(
            _options.InstanceId,
            new EpochRaiser(fence, _options, time, logger),
            new HandlerSequence(handlers, _options, time, logger, _signal.Set),
            NewBackOff(),
            _hub.Publish,
            _signal.Set,
            time,
            logger);
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

    public void RequestStepDown(string reason)
    {
        _stepDown.Make(reason);
        _signal.Set();
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _self = new InstanceInfo(
            _options.InstanceId, _options.Url!, _options.SiloAddress, _options.Version, _options.Tags.AsReadOnly(), _time.GetUtcNow(), Epoch: null);
        var sessions = new SessionRunner(_clients, NewBackOff(), _time, _logger);
        _run = Task.Run(() => sessions.RunAsync(RunSessionAsync, _stopping.Token), CancellationToken.None);
        return Task.CompletedTask;
    }

    /// <summary>Leaves office in order and closes the session, so that a successor sees it go within milliseconds.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _run.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    public void Dispose() => _stopping.Dispose();

    private async Task RunSessionAsync(IZooKeeperClient client)
    {
        _hub.Attach(client);
        var registry = new InstanceRegistry(client, _paths, _self!, _time);
        var latch = new LeaderLatch(client, _paths, _options.InstanceId, _time, _signal.Set);
        var loop = new HaLoop(client, new ElectionNodes(_self!, _paths, registry, latch), _services, _signal, _stepDown, _stopping.Token);
        var seen = ClusterSnapshot.Empty;
        using var watching = new CancellationTokenSource();
        var watcher = new ClusterWatcher(client, _paths, _time, _logger, OnSnapshot).RunAsync(watching.Token);
        await loop.RunAsync().ConfigureAwait(false);
        await watching.CancelAsync().ConfigureAwait(false);
        await watcher.ConfigureAwait(false);

        void OnSnapshot(ClusterSnapshot snapshot)
        {
            _hub.Publish(snapshot);
            var ownChanged = seen.Instances.GetValueOrDefault(_options.InstanceId) != snapshot.Instances.GetValueOrDefault(_options.InstanceId);
            if (ownChanged || seen.Address != snapshot.Address)
                _signal.Set();
            seen = snapshot;
        }
    }

    private BackOff NewBackOff() => new(_options.MinBackOff, _options.MaxBackOff, _time);
}
