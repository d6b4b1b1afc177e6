using AtlasHa.LeaderElection.Nodes;
using AtlasHa.ZooKeeper;

namespace AtlasHa.LeaderElection.Latch;

/// <summary>
/// One session's place in the election queue. Wakes its owner when its own node or the one directly before it changes, so a change in
/// the queue wakes two sessions however long the queue is. Used by one loop; only the watches come from elsewhere.
/// </summary>
internal sealed class LeaderLatch(IZooKeeperClient client, ElectionPaths paths, string instanceId, TimeProvider time, Action changed)
{
    /// <summary>One delegate for all watches: the client keeps it once per node, however often it is set.</summary>
    private readonly Action<WatchedEvent> _watch = _ => changed();
    private LatchNode? _own;

    /// <summary>The guid of a create whose reply was lost, until it is known whether it was carried out.</summary>
    private Guid? _lost;

    /// <summary>Path of the own node, null while out of the queue.</summary>
    public string? Path => _own is { } own ? paths.Queued(own.Name) : null;

    /// <summary>Joins at the end of the queue. A create whose reply was lost is found again by the guid in its name, never made twice.</summary>
    public async Task JoinAsync(CancellationToken cancellationToken)
    {
        var guid = _lost ?? Guid.NewGuid();
        _own = await client.UntilCertainAsync(time, TryJoinAsync, cancellationToken).ConfigureAwait(false);
        _lost = null;

        async Task<LatchNode?> TryJoinAsync()
        {
            if (_lost is not null && await FindAsync(guid, cancellationToken).ConfigureAwait(false) is { } found)
                return found;
            try
            {
                var path = await client.CreateAsync(
                    paths.Queued(LatchNode.Prefix(guid)),
                    NodeData.Encode(instanceId),
                    CreateMode.EphemeralSequential,
                    cancellationToken: cancellationToken).ConfigureAwait(false);
                return LatchNode.Parse(path[(path.LastIndexOf('/') + 1)..]);
            }
            catch (ZooKeeperException e) when (e.OutcomeUnknown)
            {
                _lost = guid;
                throw;
            }
        }
    }

    /// <summary>
    /// Looks where this session stands, and arms the watches that tell when that may have changed. What says that it is first is sent before this method
    /// first yields, so that whatever its caller reads next through the session is not older.
    /// </summary>
    public async Task<LatchPosition> CheckAsync(CancellationToken cancellationToken)
    {
        // A node that nobody knows of would stand in the way of all others for as long as its session lives.
        if (_lost is { } guid)
        {
            _own = await FindAsync(guid, cancellationToken).ConfigureAwait(false);
            _lost = null;
        }

        if (_own is not { } own)
            return LatchPosition.Out;
        var statRead = StatAsync(paths.Queued(own.Name), cancellationToken);
        var queueRead = client.GetChildrenAsync(paths.Queue, cancellationToken: cancellationToken);
        if ((await statRead.ConfigureAwait(false))?.EphemeralOwner != client.SessionId)
        {
            _own = null;
            return LatchPosition.Out;
        }

        if (LatchNode.Predecessor(own, (await queueRead.ConfigureAwait(false)).Children) is not { } before)
            return LatchPosition.First;
        if (await StatAsync(paths.Queued(before.Name), cancellationToken).ConfigureAwait(false) is null)
            changed(); // Gone meanwhile, so that no watch will tell.
        return LatchPosition.Waiting;
    }

    /// <summary>The session that owns the first node of the queue; null when there is none, or it has gone this moment.</summary>
    public async Task<long?> HolderAsync(CancellationToken cancellationToken)
    {
        try
        {
            var queue = await client.GetChildrenAsync(paths.Queue, cancellationToken: cancellationToken).ConfigureAwait(false);
            return LatchNode.First(queue.Children) is { } first
                ? (await client.ExistsAsync(paths.Queued(first.Name), cancellationToken: cancellationToken).ConfigureAwait(false))?.EphemeralOwner
                : null;
        }
        catch (ZooKeeperException e) when (e.Code == ErrorCode.NoNode)
        {
            return null;
        }
    }

    /// <summary>Leaves the queue; returns when the node is certainly gone, throws when the session that owns it is over.</summary>
    public async Task ReleaseAsync(CancellationToken cancellationToken)
    {
        if (Path is { } path)
        {
            await client.UntilCertainAsync(time, () => DeleteAsync(path, cancellationToken), cancellationToken).ConfigureAwait(false);
            _own = null;
        }
    }

    private async Task<bool> DeleteAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            await client.DeleteAsync(path, cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        catch (ZooKeeperException e) when (e.Code == ErrorCode.NoNode)
        {
            return false;
        }

        return true;
    }

    private async Task<LatchNode?> FindAsync(Guid guid, CancellationToken cancellationToken)
    {
        // Another server than the one that was asked first may not have the node yet. A second node would wait behind the first for ever.
        await client.SyncAsync(paths.Queue, cancellationToken).ConfigureAwait(false);
        var queue = await client.GetChildrenAsync(paths.Queue, cancellationToken: cancellationToken).ConfigureAwait(false);
        var name = queue.Children.FirstOrDefault(child => child.StartsWith(LatchNode.Protection(guid), StringComparison.Ordinal));
        if (name is null)
            return null;
        var stat = await client.ExistsAsync(paths.Queued(name), cancellationToken: cancellationToken).ConfigureAwait(false);
        return stat?.EphemeralOwner == client.SessionId ? LatchNode.Parse(name) : null;
    }

    /// <summary>By getData: unlike exists it leaves no watch behind on a node that is gone.</summary>
    private async Task<Stat?> StatAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return (await client.GetDataAsync(path, _watch, cancellationToken).ConfigureAwait(false)).Stat;
        }
        catch (ZooKeeperException e) when (e.Code == ErrorCode.NoNode)
        {
            return null;
        }
    }
}
