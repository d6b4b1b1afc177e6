using AtlasHa.LeaderElection.Nodes;
using AtlasHa.ZooKeeper;

namespace AtlasHa.LeaderElection.Peers;

/// <summary>Removes the nodes of one session of a dead instance, all of them or none.</summary>
internal sealed class PeerEviction(IZooKeeperClient client, ElectionPaths paths, TimeProvider time)
{
    /// <summary>
    /// True when this call removed the nodes. False when they are gone or changed, by somebody else's removal or a new registration: then nothing was touched.
    /// The transaction deletes the latch node, whose name is never used twice: while it is there its session lives and no other has taken the
    /// place of the rest, so versions read a moment ago cannot be those of a successor's nodes.
    /// </summary>
    public Task<bool> TryRemoveAsync(string instanceId, long session, CancellationToken cancellationToken)
        => client.UntilCertainAsync(time, () => TryOnceAsync(instanceId, session, cancellationToken), cancellationToken);

    private async Task<bool> TryOnceAsync(string instanceId, long session, CancellationToken cancellationToken)
    {
        var registration = StatAsync(paths.Instance(instanceId), session, cancellationToken);
        var address = StatAsync(paths.Address, session, cancellationToken);
        var latch = FindLatchAsync(instanceId, session, cancellationToken);
        await Task.WhenAll(registration, address, latch).ConfigureAwait(false);
        if (await latch.ConfigureAwait(false) is not { } queued || await registration.ConfigureAwait(false) is not { } registered)
            return false;
        List<Operation> operations =
        [
            new Operation.Delete(queued.Path, queued.Version),
            new Operation.Delete(paths.Instance(instanceId), registered.Version),
        ];
        if (await address.ConfigureAwait(false) is { } published)
            operations.Add(new Operation.Delete(paths.Address, published.Version));
        try
        {
            await client.MultiAsync(operations, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (ZooKeeperMultiException e) when (e.Code is ErrorCode.NoNode or ErrorCode.BadVersion)
        {
            return false;
        }
    }

    private async Task<(string Path, int Version)?> FindLatchAsync(string instanceId, long session, CancellationToken cancellationToken)
    {
        try
        {
            var queue = await client.GetChildrenAsync(paths.Queue, cancellationToken: cancellationToken).ConfigureAwait(false);
            var nodes = await Task.WhenAll(queue.Children.Select(name => ReadAsync(paths.Queued(name), cancellationToken))).ConfigureAwait(false);
            var at = Array.FindIndex(nodes, node => node?.Stat.EphemeralOwner == session && NodeData.DecodeText(node.Data) == instanceId);
            return at < 0 ? null : (paths.Queued(queue.Children[at]), nodes[at]!.Stat.Version);
        }
        catch (ZooKeeperException e) when (e.Code == ErrorCode.NoNode)
        {
            return null;
        }
    }

    /// <summary>The node, if it belongs to that session.</summary>
    private async Task<Stat?> StatAsync(string path, long session, CancellationToken cancellationToken)
        => await client.ExistsAsync(path, cancellationToken: cancellationToken).ConfigureAwait(false) is { } stat && stat.EphemeralOwner == session ? stat : null;

    private async Task<DataResult?> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await client.GetDataAsync(path, cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        catch (ZooKeeperException e) when (e.Code == ErrorCode.NoNode)
        {
            return null;
        }
    }
}
