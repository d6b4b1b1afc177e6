using AtlasHa.LeaderElection.Nodes;
using AtlasHa.ZooKeeper;
using Microsoft.Extensions.Logging;

namespace AtlasHa.LeaderElection.Roles;

/// <summary>Makes the number of a new term: above every earlier one in ZooKeeper and in the store, even if one of them was wiped.</summary>
internal sealed class EpochRaiser(IEpochFence fence, LeaderElectionOptions options, TimeProvider time, ILogger logger)
{
    private const int MaxAttempts = 10;

    /// <summary>Throws NoNode at <paramref name="latch"/> when leadership is gone.</summary>
    public async Task<long> RaiseAsync(IZooKeeperClient client, ElectionPaths paths, string latch, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var floor = await BoundedAsync(() => fence.ReadAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
            var epoch = await client.UntilCertainAsync(
                time, () => TryRaiseAsync(client, paths, latch, floor, cancellationToken), cancellationToken).ConfigureAwait(false);
            if (epoch is { } raised && await BoundedAsync(
                    () => fence.TryClaimAsync(raised, options.InstanceId, cancellationToken), cancellationToken).ConfigureAwait(false))
                return raised;
        }

        throw new InvalidOperationException(
            $"No epoch could be claimed in {MaxAttempts} attempts: others raise {paths.Epoch} or the store's epoch at the same moment. "
            + "Look for instances of another cluster on the same store.");
    }

    /// <summary>On a thread of the pool: an embedded store blocks its caller for as long as the disk does. A claim that comes late is no harm, see the fence.</summary>
    private Task<T> BoundedAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
        => Task.Run(call, cancellationToken).WaitAsync(options.DefaultActivationDeadline, time, cancellationToken);

    private async Task<long?> TryRaiseAsync(IZooKeeperClient client, ElectionPaths paths, string latch, long floor, CancellationToken cancellationToken)
    {
        DataResult? node = null;
        try
        {
            node = await client.GetDataAsync(paths.Epoch, cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        catch (ZooKeeperException e) when (e.Code == ErrorCode.NoNode)
        {
            // First term, or somebody wiped the ensemble: then the store knows the last epoch.
        }

        var known = node is null ? 0 : NodeData.DecodeEpoch(node.Data);
        if (known is null)
            logger.EpochUnreadable(paths.Epoch);
        var next = Math.Max(known ?? 0, floor) + 1;
        try
        {
            Operation write = node is null
                ? new Operation.Create(paths.Epoch, NodeData.Encode(next), CreateMode.Persistent)
                : new Operation.SetData(paths.Epoch, NodeData.Encode(next), node.Stat.Version);
            await client.MultiAsync([new Operation.Check(latch), write], cancellationToken).ConfigureAwait(false);
            return next;
        }
        catch (ZooKeeperMultiException e) when (e is { FailedIndex: 1, Code: ErrorCode.BadVersion or ErrorCode.NodeExists or ErrorCode.NoNode })
        {
            return null;
        }
    }
}
