using AtlasHa.ZooKeeper;

namespace AtlasHa.Clustering.ZooKeeper.Membership;

/// <summary>Creates and deletes a cluster's nodes as a whole. Both may run at the same time on several silos, and twice.</summary>
internal sealed class ClusterTree(ClusterSession session)
{
    /// <summary>Makes sure that the cluster's node and the path above it exist.</summary>
    public async Task CreateAsync(CancellationToken cancellationToken)
    {
        foreach (var path in session.Paths.RootAndParents())
            await session.RetryAsync(client => CreateNodeAsync(client, path, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Deletes a cluster with everything below it; the path above stays.</summary>
    public async Task DeleteAsync(string clusterId, CancellationToken cancellationToken)
    {
        var root = session.Paths.RootOf(clusterId);
        var deadline = session.StartDeadline();
        while (!await session.RetryAsync(client => TryDeleteTreeAsync(client, root, cancellationToken), cancellationToken).ConfigureAwait(false))
        {
            if (deadline.Passed)
                throw new ZooKeeperException(ErrorCode.NotEmpty, root, "its silos keep writing to it; stop them, then delete their membership");
        }
    }

    private async Task<bool> CreateNodeAsync(IZooKeeperClient client, string path, CancellationToken cancellationToken)
    {
        // Asked first: a user may be allowed to see a parent and not to create it.
        if (await client.ExistsAsync(path, cancellationToken: cancellationToken).ConfigureAwait(false) is not null)
            return false;
        try
        {
            await client.CreateAsync(path, ReadOnlyMemory<byte>.Empty, CreateMode.Persistent, session.NodeAcl, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (ZooKeeperException e) when (e.Code == ErrorCode.NodeExists)
        {
            return false;
        }
    }

    /// <summary>False when somebody created a node below meanwhile.</summary>
    private static async Task<bool> TryDeleteTreeAsync(IZooKeeperClient client, string path, CancellationToken cancellationToken)
    {
        try
        {
            var children = await client.GetChildrenAsync(path, cancellationToken: cancellationToken).ConfigureAwait(false);
            var empty = await Task.WhenAll(children.Children.Select(child => TryDeleteTreeAsync(client, $"{path}/{child}", cancellationToken))).ConfigureAwait(false);
            if (!empty.All(gone => gone))
                return false;
            await client.DeleteAsync(path, version: null, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (ZooKeeperException e) when (e.Code == ErrorCode.NoNode)
        {
            return true;
        }
        catch (ZooKeeperException e) when (e.Code == ErrorCode.NotEmpty)
        {
            return false;
        }
    }
}
