using AtlasHa.LeaderElection.Latch;
using AtlasHa.LeaderElection.Nodes;
using AtlasHa.LeaderElection.Roles;
using AtlasHa.ZooKeeper;

namespace AtlasHa.LeaderElection.Peers;

/// <summary>
/// Removes the nodes of one session of a dead instance, all of them or none. Whoever is next in the queue raises the epoch in the same transaction, so
/// that its term begins at once. The transaction checks its own queue node, and with the dead one's before it gone that node is the first.
/// </summary>
internal sealed class PeerEviction(IZooKeeperClient client, ElectionPaths paths, Succession succession, TimeProvider time)
{
    /// <summary>A session's queue node keeps its name for as long as it is there.</summary>
    private volatile LearntLatch? _known;

    /// <summary>Finds the queue node of a session ahead of time, so that <see cref="FindAsync"/> takes one round trip.</summary>
    public async Task LearnAsync(string instanceId, long session, CancellationToken cancellationToken)
        => await SearchLatchAsync(instanceId, session, cancellationToken).ConfigureAwait(false);

    /// <summary>Reads what is to be removed; null when it is not there, or not that session's any more.</summary>
    public async Task<DeadNodes?> FindAsync(string instanceId, long session, CancellationToken cancellationToken)
    {
        // All sent at once.
        var own = succession.Heir;
        var known = _known is { } learnt && learnt.Session == session ? learnt.Name : null;
        var registrationRead = StatAsync(paths.Instance(instanceId), session, cancellationToken);
        var addressRead = StatAsync(paths.Address, session, cancellationToken);
        var latchRead = known is null ? SearchLatchAsync(instanceId, session, cancellationToken) : LatchAsync(known, session, cancellationToken);
        var queueRead = client.ChildrenOrNoneAsync(paths.Queue, cancellationToken);
        var epochRead = own is null ? Task.FromResult<DataResult?>(null) : client.DataOrNullAsync(paths.Epoch, cancellationToken);
        await Task.WhenAll(registrationRead, addressRead, latchRead, queueRead, epochRead).ConfigureAwait(false);
        if (await latchRead.ConfigureAwait(false) is not { } latch || await registrationRead.ConfigureAwait(false) is not { } registration)
            return null;
        return new DeadNodes(
            paths.Queued(latch.Name),
            latch.Version,
            registration.Version,
            (await addressRead.ConfigureAwait(false))?.Version,
            HeirOf(own, latch.Name, await queueRead.ConfigureAwait(false), await epochRead.ConfigureAwait(false)));
    }

    /// <summary>
    /// True when this call removed the nodes. False when they are gone or changed, by somebody else's removal or a new registration: then nothing was touched.
    /// The transaction deletes the latch node, whose name is never used twice: while it is there its session lives and no other has taken the
    /// place of the rest, so versions read before cannot be those of a successor's nodes.
    /// </summary>
    /// <param name="instanceId">The dead instance.</param>
    /// <param name="session">Its session.</param>
    /// <param name="found">What was found a moment ago.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<bool> TryRemoveAsync(string instanceId, long session, DeadNodes? found, CancellationToken cancellationToken)
    {
        var look = () => Task.FromResult(found);
        return client.UntilCertainAsync(time, TryOnceAsync, cancellationToken);

        async Task<bool> TryOnceAsync()
        {
            var nodes = await look().ConfigureAwait(false);
            look = () => FindAsync(instanceId, session, cancellationToken);
            return nodes is not null && await TryCommitAsync(instanceId, nodes, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<bool> TryCommitAsync(string instanceId, DeadNodes dead, CancellationToken cancellationToken)
    {
        List<Operation> operations =
        [
            new Operation.Delete(dead.Latch, dead.LatchVersion),
            new Operation.Delete(paths.Instance(instanceId), dead.RegistrationVersion),
        ];
        if (dead.AddressVersion is { } published)
            operations.Add(new Operation.Delete(paths.Address, published));
        try
        {
            if (dead.Heir is not { } heir)
            {
                await client.MultiAsync(operations, cancellationToken).ConfigureAwait(false);
                return true;
            }

            var next = heir.Epoch + 1;
            operations.Add(new Operation.Check(heir.Latch));
            operations.Add(new Operation.SetData(paths.Epoch, NodeData.Encode(next), heir.EpochVersion));
            await succession.RaiseAsync(
                new RaisedEpoch(heir.Latch, next), () => client.MultiAsync(operations, cancellationToken)).ConfigureAwait(false);
            return true;
        }
        catch (ZooKeeperMultiException e) when (e.Code is ErrorCode.NoNode or ErrorCode.BadVersion)
        {
            return false;
        }
    }

    /// <summary>Null as well when the epoch's node is not there or says nothing: then the election finds out what the last one was.</summary>
    private static Heir? HeirOf(string? own, string dead, IReadOnlyList<string> queue, DataResult? epoch)
        => own is not null && epoch is not null && NodeData.DecodeEpoch(epoch.Data) is { } last
            && LatchNode.Parse(own[(own.LastIndexOf('/') + 1)..]) is { } place
            && LatchNode.First(queue)?.Name == dead && LatchNode.Predecessor(place, queue)?.Name == dead
            ? new Heir(own, last, epoch.Stat.Version)
            : null;

    private async Task<(string Name, int Version)?> LatchAsync(string name, long session, CancellationToken cancellationToken)
        => await StatAsync(paths.Queued(name), session, cancellationToken).ConfigureAwait(false) is { } stat ? (name, stat.Version) : null;

    private async Task<(string Name, int Version)?> SearchLatchAsync(string instanceId, long session, CancellationToken cancellationToken)
    {
        var queue = await client.ChildrenOrNoneAsync(paths.Queue, cancellationToken).ConfigureAwait(false);
        var nodes = await Task.WhenAll(queue.Select(name => client.DataOrNullAsync(paths.Queued(name), cancellationToken))).ConfigureAwait(false);
        var at = Array.FindIndex(nodes, node => node?.Stat.EphemeralOwner == session && NodeData.DecodeText(node.Data) == instanceId);
        if (at < 0)
            return null;
        _known = new LearntLatch(session, queue[at]);
        return (queue[at], nodes[at]!.Stat.Version);
    }

    /// <summary>The node, if it belongs to that session.</summary>
    private async Task<Stat?> StatAsync(string path, long session, CancellationToken cancellationToken)
        => await client.ExistsAsync(path, cancellationToken: cancellationToken).ConfigureAwait(false) is { } stat && stat.EphemeralOwner == session ? stat : null;

    private sealed record LearntLatch(long Session, string Name);
}
