using AtlasHa.LeaderElection.Control;
using AtlasHa.LeaderElection.Nodes;
using AtlasHa.ZooKeeper;
using Microsoft.Extensions.Logging;

namespace AtlasHa.LeaderElection.Views;

/// <summary>
/// Keeps a picture of the election by one-shot watches of one session. Changes that come while it reads are read once more,
/// together; after a reconnect everything is read again.
/// </summary>
internal sealed class ClusterWatcher
{
    private static readonly TimeSpan ReviewInterval = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(500);

    private readonly IZooKeeperClient _client;
    private readonly ElectionPaths _paths;
    private readonly ControlNodes _control;
    private readonly Action<ClusterSnapshot> _publish;
    private readonly ILogger _logger;
    private readonly Signal _signal;
    private readonly Action<WatchedEvent> _watch;
    private readonly Lock _gate = new();
    private HashSet<string> _stale = [];
    private bool _allStale = true;
    private ClusterSnapshot _snapshot = ClusterSnapshot.Empty;

    public ClusterWatcher(IZooKeeperClient client, ElectionPaths paths, TimeProvider time, ILogger logger, Action<ClusterSnapshot> publish)
    {
        _client = client;
        _paths = paths;
        _control = new ControlNodes(client, paths, time);
        _publish = publish;
        _logger = logger;
        _signal = new Signal(time);
        _watch = OnChange; // One delegate for all: the client keeps it once per node, however often it is set.
    }

    /// <summary>Runs until cancelled or the session is over; never throws.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        _client.StateChanged += OnStateChanged;
        try
        {
            while (!cancellationToken.IsCancellationRequested && !_client.SessionEnded.IsCancellationRequested)
            {
                var pause = await CatchUpAsync(cancellationToken).ConfigureAwait(false) ? ReviewInterval : RetryPause;
                await _signal.WaitAsync(pause, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            _client.StateChanged -= OnStateChanged;
            _publish(_snapshot with { Connected = false });
        }
    }

    private void OnStateChanged(SessionState state)
    {
        lock (_gate)
            _allStale |= state == SessionState.Connected;
        _signal.Set();
    }

    private void OnChange(WatchedEvent change)
    {
        lock (_gate)
            _stale.Add(change.Path);
        _signal.Set();
    }

    /// <summary>Reads what is stale and publishes; false when that failed and has to be tried again.</summary>
    private async Task<bool> CatchUpAsync(CancellationToken cancellationToken)
    {
        if (_client.State != SessionState.Connected)
        {
            if (_snapshot.Connected)
                _publish(_snapshot = _snapshot with { Connected = false });
            return true;
        }

        HashSet<string> stale;
        bool all;
        lock (_gate)
        {
            (stale, _stale) = (_stale, []);
            (all, _allStale) = (_allStale, false);
        }

        try
        {
            _snapshot = await ReadAsync(stale, all, cancellationToken).ConfigureAwait(false);
            _publish(_snapshot);
            return true;
        }
        catch (Exception failure)
        {
            lock (_gate)
            {
                _stale.UnionWith(stale);
                _allStale |= all;
            }

            if (_client.State == SessionState.Connected && !cancellationToken.IsCancellationRequested)
                _logger.ViewReadFailed(failure);
            return false;
        }
    }

    private async Task<ClusterSnapshot> ReadAsync(HashSet<string> stale, bool all, CancellationToken cancellationToken)
    {
        var instances = ReadInstancesAsync(stale, all, cancellationToken);
        var address = all || stale.Contains(_paths.Address) ? ReadAddressAsync(cancellationToken) : Task.FromResult(_snapshot.Address);
        var epoch = all || stale.Contains(_paths.Epoch) ? ReadEpochAsync(cancellationToken) : Task.FromResult(_snapshot.Epoch);
        var control = all || stale.Contains(_paths.Control) ? _control.ReadAsync(_watch, cancellationToken) : Task.FromResult(_snapshot.Control);
        await Task.WhenAll(instances, address, epoch, control).ConfigureAwait(false);
        return new ClusterSnapshot(
            true, await instances.ConfigureAwait(false), await address.ConfigureAwait(false), await epoch.ConfigureAwait(false))
        {
            Control = await control.ConfigureAwait(false),
        };
    }

    private async Task<ActiveAddress?> ReadAddressAsync(CancellationToken cancellationToken)
    {
        var node = await ReadOrAwaitAsync(_paths.Address, cancellationToken).ConfigureAwait(false);
        return node is null ? null : new ActiveAddress(NodeData.DecodeText(node.Data).TrimEnd('/'), node.Stat.EphemeralOwner);
    }

    private async Task<long> ReadEpochAsync(CancellationToken cancellationToken)
    {
        var node = await ReadOrAwaitAsync(_paths.Epoch, cancellationToken).ConfigureAwait(false);
        return node is null ? 0 : NodeData.DecodeEpoch(node.Data) ?? 0;
    }

    private async Task<IReadOnlyDictionary<string, RegisteredInstance>> ReadInstancesAsync(
        HashSet<string> stale, bool all, CancellationToken cancellationToken)
    {
        var known = _snapshot.Instances;
        var listed = all || stale.Contains(_paths.Instances);
        var ids = listed
            ? await ListAsync(cancellationToken).ConfigureAwait(false)
            : [.. known.Keys.Union(stale.Where(IsRegistration).Select(path => path[_paths.Instance("").Length..]))];
        var changed = ids.Where(id => all || !known.ContainsKey(id) || stale.Contains(_paths.Instance(id))).ToList();
        if (!listed && changed.Count == 0)
            return known;

        var read = await Task.WhenAll(changed.Select(id => ReadInstanceAsync(id, cancellationToken))).ConfigureAwait(false);
        var result = ids.Where(known.ContainsKey).ToDictionary(id => id, id => known[id]);
        for (var i = 0; i < changed.Count; i++)
        {
            if (read[i] is { } instance)
                result[changed[i]] = instance;
            else
                result.Remove(changed[i]);
        }

        return result;
    }

    private bool IsRegistration(string path) => path.StartsWith(_paths.Instance(""), StringComparison.Ordinal);

    private async Task<IReadOnlyCollection<string>> ListAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return (await _client.GetChildrenAsync(_paths.Instances, _watch, cancellationToken).ConfigureAwait(false)).Children;
            }
            catch (ZooKeeperException e) when (e.Code == ErrorCode.NoNode)
            {
                if (await _client.ExistsAsync(_paths.Instances, _watch, cancellationToken).ConfigureAwait(false) is null)
                    return [];
            }
        }
    }

    private async Task<RegisteredInstance?> ReadInstanceAsync(string id, CancellationToken cancellationToken)
    {
        var path = _paths.Instance(id);
        try
        {
            var node = await _client.GetDataAsync(path, _watch, cancellationToken).ConfigureAwait(false);
            if (NodeData.DecodeInstance(node.Data, id) is { } info)
                return new RegisteredInstance(info, node.Stat.EphemeralOwner);
            _logger.RegistrationUnreadable(path);
        }
        catch (ZooKeeperException e) when (e.Code == ErrorCode.NoNode)
        {
            // Gone since the list was read; the list's watch tells when it comes back.
        }

        return null;
    }

    /// <summary>The node, or null and a watch for its creation.</summary>
    private async Task<DataResult?> ReadOrAwaitAsync(string path, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await _client.GetDataAsync(path, _watch, cancellationToken).ConfigureAwait(false);
            }
            catch (ZooKeeperException e) when (e.Code == ErrorCode.NoNode)
            {
                if (await _client.ExistsAsync(path, _watch, cancellationToken).ConfigureAwait(false) is null)
                    return null;
            }
        }
    }
}
