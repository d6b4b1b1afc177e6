using AtlasHa.ZooKeeper;

namespace AtlasHa.Clustering.ZooKeeper.Membership;

/// <summary>
/// Writes a row together with the table's version, once. When the answer is lost the same transaction is sent again: it is
/// conditional on the table's version, so at most one of the two takes effect, and the stored row tells whether one did.
/// </summary>
internal sealed class RowWriter(ClusterSession session)
{
    private static readonly byte[] NoData = [];

    /// <summary>Creates a row. False: the table has another version by now, or the row exists.</summary>
    /// <exception cref="ZooKeeperException">It is not known whether the row was written, or there is no table.</exception>
    public Task<bool> InsertAsync(string rowPath, byte[] row, byte[] heartbeat, int tableVersion, CancellationToken cancellationToken)
        => CommitAsync(
            [
                new Operation.SetData(session.Paths.Root, NoData, tableVersion),
                new Operation.Create(rowPath, row, CreateMode.Persistent, session.NodeAcl),
                new Operation.Create($"{rowPath}/{ClusterPaths.IAmAliveName}", heartbeat, CreateMode.Persistent, session.NodeAcl),
            ],
            new Written(rowPath, row, Version: 0),
            cancellationToken);

    /// <summary>Replaces a row and leaves its heartbeat alone. False: table or row have another version by now, or the row is gone.</summary>
    /// <exception cref="ZooKeeperException">It is not known whether the row was written, or there is no table.</exception>
    public Task<bool> UpdateAsync(string rowPath, byte[] row, int rowVersion, int tableVersion, CancellationToken cancellationToken)
        => CommitAsync(
            [new Operation.SetData(session.Paths.Root, NoData, tableVersion), new Operation.SetData(rowPath, row, rowVersion)],
            new Written(rowPath, row, rowVersion + 1),
            cancellationToken);

    private async Task<bool> CommitAsync(IReadOnlyList<Operation> operations, Written written, CancellationToken cancellationToken)
    {
        var deadline = session.StartDeadline();
        ZooKeeperException? lost = null;
        while (true)
        {
            try
            {
                var client = await session.GetClientAsync(cancellationToken).ConfigureAwait(false);
                await client.MultiAsync(operations, cancellationToken).ConfigureAwait(false);
                return true;
            }
            catch (ZooKeeperMultiException e) when (IsConflict(e))
            {
                return lost is not null && await StandsAsync(written, lost, cancellationToken).ConfigureAwait(false);
            }
            catch (ZooKeeperException e) when (e.OutcomeUnknown && !deadline.Passed)
            {
                lost = e;
                await session.PauseAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    // A missing node is a lost race only for a row; the cluster's own node, written first, must exist.
    private static bool IsConflict(ZooKeeperMultiException e)
        => e.Code is ErrorCode.BadVersion or ErrorCode.NodeExists || (e.Code == ErrorCode.NoNode && e.FailedIndex > 0);

    private async Task<bool> StandsAsync(Written written, ZooKeeperException lost, CancellationToken cancellationToken)
    {
        DataResult stored;
        try
        {
            stored = await session
                .RetryAsync(client => client.GetDataAsync(written.Path, cancellationToken: cancellationToken), cancellationToken)
                .ConfigureAwait(false);
        }
        catch (ZooKeeperException e) when (e.Code == ErrorCode.NoNode)
        {
            return false;
        }

        if (stored.Stat.Version > written.Version)
        {
            throw new ZooKeeperException(
                lost.Code, written.Path, "the answer was lost and the row has been written again since, so nobody can tell whether this write took effect; read the row", lost);
        }

        return stored.Stat.Version == written.Version && stored.Data.AsSpan().SequenceEqual(written.Data);
    }

    /// <summary>What the row looks like if the transaction took effect.</summary>
    private sealed record Written(string Path, byte[] Data, int Version);
}
