using AtlasHa.LeaderElection.Roles;
using AtlasHa.ZooKeeper;
using Microsoft.Extensions.Logging;

namespace AtlasHa.LeaderElection.Views;

/// <summary>Holds the current view, across sessions, and tells everybody who waits for one.</summary>
internal sealed class ViewHub(string? self, Uri? selfUrl, TimeProvider time, ILogger logger) : IElectionObserver
{
    private readonly Lock _gate = new();
    private readonly HashSet<Waiter> _waiters = [];
    private volatile ElectionView _current = ElectionView.Empty(self);
    private SelfState _own = SelfState.Passive;
    private ClusterSnapshot _cluster = ClusterSnapshot.Empty;
    private long? _disbelieved;
    private IZooKeeperClient? _client;
    private long? _lastContact;

    public event Action<ElectionView>? Changed;

    public ElectionView Current => _current;

    public TimeSpan? SinceLastContact
    {
        get
        {
            lock (_gate)
            {
                return _client is { SessionId: not 0 } client ? client.SinceLastContact
                    : _lastContact is { } at ? time.GetElapsedTime(at)
                    : null;
            }
        }
    }

    /// <summary>Takes over the contact of a new session; the one before is over.</summary>
    public void Attach(IZooKeeperClient client)
    {
        lock (_gate)
        {
            if (_client is { SessionId: not 0 } last)
                _lastContact = time.GetTimestamp() - (long)(last.SinceLastContact.TotalSeconds * time.TimestampFrequency);
            _client = client;
        }
    }

    public void Publish(SelfState own) => Publish(() => _own = own);

    public void Publish(ClusterSnapshot cluster) => Publish(() => _cluster = cluster);

    /// <summary>
    /// Takes the address of a session whose process is proved to be gone for none, even before ZooKeeper does so or while it is out of reach:
    /// nobody need be sent there. Null believes all again.
    /// </summary>
    public void Disbelieve(long? session) => Publish(() => _disbelieved = session);

    public async Task<ElectionView?> WaitForAsync(Func<ElectionView, bool> condition, TimeSpan patience, CancellationToken cancellationToken)
    {
        var waiter = new Waiter(condition);
        lock (_gate)
        {
            if (condition(_current))
                return _current;
            _waiters.Add(waiter);
        }

        try
        {
            return await waiter.Met.Task.WaitAsync(patience, time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return waiter.Met.Task.IsCompletedSuccessfully ? await waiter.Met.Task.ConfigureAwait(false) : null;
        }
        finally
        {
            lock (_gate)
                _waiters.Remove(waiter);
        }
    }

    private void Publish(Action apply)
    {
        lock (_gate)
        {
            var known = _cluster.Instances;
            apply();
            var instances = ReferenceEquals(known, _cluster.Instances)
                ? _current.Instances
                : _cluster.Instances.ToDictionary(entry => entry.Key, entry => entry.Value.Info);
            var believed = _cluster.Address is { } address && address.Session == _disbelieved ? _cluster with { Address = null } : _cluster;
            var view = ViewComposer.Compose(self, selfUrl, _own, believed, instances, _current.HighestEpoch);
            if (view == _current)
                return;
            _current = view;
            _waiters.RemoveWhere(waiter => waiter.Settle(view));
            Raise(view);
        }
    }

    private void Raise(ElectionView view)
    {
        foreach (var handler in Changed?.GetInvocationList() ?? [])
        {
            try
            {
                ((Action<ElectionView>)handler)(view);
            }
            catch (Exception failure)
            {
                logger.ViewHandlerFailed(failure);
            }
        }
    }

    private sealed class Waiter(Func<ElectionView, bool> condition)
    {
        public TaskCompletionSource<ElectionView> Met { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool Settle(ElectionView view)
        {
            try
            {
                return condition(view) && Met.TrySetResult(view);
            }
            catch (Exception failure)
            {
                return Met.TrySetException(failure);
            }
        }
    }
}
