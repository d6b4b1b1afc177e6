using AtlasHa.LeaderElection.Nodes;
using AtlasHa.ZooKeeper;
using Microsoft.Extensions.Logging;

namespace AtlasHa.LeaderElection.Roles;

/// <summary>Makes the number of a new term: above every earlier one in ZooKeeper and in the store, even if one of them was wiped.</summary>
internal sealed class EpochRaiser(IEpochFence fence, LeaderElectionOptions options, TimeProvider time, ILogger logger)
{
    private const int MaxAttempts = 10;

    /// <summary>For looking at the store beside the election's loop, which must not stand still with it.</summary>
    private static readonly TimeSpan GlanceDeadline = TimeSpan.FromSeconds(1);

    /// <summary>Raises the epoch and claims it in the store. Throws NoNode at <paramref name="latch"/> when leadership is gone.</summary>
    /// <param name="client">The session in office.</param>
    /// <param name="paths">Where.</param>
    /// <param name="latch">Its queue node, which is first.</param>
    /// <param name="raised">An epoch that has been raised for this term already; it is given up when the store knows a higher one.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<long> RaiseAsync(IZooKeeperClient client, ElectionPaths paths, string latch, long? raised, CancellationToken cancellationToken)
    {
        if (raised is { } early && await TryClaimAsync(early, cancellationToken).ConfigureAwait(false))
            return early;
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var floor = await BoundedAsync(() => fence.ReadAsync(cancellationToken), options.DefaultActivationDeadline, cancellationToken).ConfigureAwait(false);
            var epoch = await client.UntilCertainAsync(
                time, () => TryRaiseAsync(client, paths, latch, floor, cancellationToken), cancellationToken).ConfigureAwait(false);
            if (epoch is { } next && await TryClaimAsync(next, cancellationToken).ConfigureAwait(false))
                return next;
        }

        throw new InvalidOperationException(
            $"No epoch could be claimed in {MaxAttempts} attempts: others raise {paths.Epoch} or the store's epoch at the same moment. "
            + "Look for instances of another cluster on the same store.");
    }

    /// <summary>
    /// Whether nobody has raised the epoch above <paramref name="epoch"/>, or claimed another one in the store; null when the store does not say. Final when
    /// asked by a session that has seen itself first in the queue: raising needs the raiser's own queue node.
    /// </summary>
    public async Task<bool?> IsLastAsync(IZooKeeperClient client, ElectionPaths paths, long epoch, CancellationToken cancellationToken)
    {
        // A node that is gone, with all others of a wiped ensemble, leaves it to the store.
        var node = await client.DataOrNullAsync(paths.Epoch, cancellationToken).ConfigureAwait(false);
        if (node is not null && NodeData.DecodeEpoch(node.Data) is { } raised && raised != epoch)
            return false;
        try
        {
            return await BoundedAsync(() => fence.ReadAsync(cancellationToken), GlanceDeadline, cancellationToken).ConfigureAwait(false) == epoch;
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            logger.StoreSilent(epoch, failure);
            return null;
        }
    }

    /// <summary>Puts the epoch's node back if it is gone.</summary>
    public static async Task RestoreAsync(IZooKeeperClient client, ElectionPaths paths, long epoch, CancellationToken cancellationToken)
    {
        try
        {
            await client.CreateAsync(paths.Epoch, NodeData.Encode(epoch), CreateMode.Persistent, cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        catch (ZooKeeperException e) when (e.Code == ErrorCode.NodeExists)
        {
            // As it should be.
        }
    }

    private Task<bool> TryClaimAsync(long epoch, CancellationToken cancellationToken)
        => BoundedAsync(() => fence.TryClaimAsync(epoch, options.InstanceId, cancellationToken), options.DefaultActivationDeadline, cancellationToken);

    /// <summary>On a thread of the pool: an embedded store blocks its caller for as long as the disk does. A claim that comes late is no harm, see the fence.</summary>
    private Task<T> BoundedAsync<T>(Func<Task<T>> call, TimeSpan deadline, CancellationToken cancellationToken)
        => Task.Run(call, cancellationToken).WaitAsync(deadline, time, cancellationToken);

    private async Task<long?> TryRaiseAsync(IZooKeeperClient client, ElectionPaths paths, string latch, long floor, CancellationToken cancellationToken)
    {
        // None in the first term, or when somebody wiped the ensemble: then the store knows the last epoch.
        var node = await client.DataOrNullAsync(paths.Epoch, cancellationToken).ConfigureAwait(false);
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
