using AtlasHa.ZooKeeper;
using Microsoft.Extensions.Logging;

namespace AtlasHa.Clustering.ZooKeeper.Membership;

/// <summary>
/// Deletes rows of silos that have long been dead. The table's version stays: Orleans takes the disappearance of dead rows
/// within one version as progress (MembershipTableSnapshot.IsSuccessorTo), while a new version would make every silo that is
/// just joining lose its race and back off for seconds. Readers notice by the cluster node's child version.
/// </summary>
internal sealed partial class DefunctRowCleaner(ClusterSession session, MembershipReader reader, ILogger<DefunctRowCleaner> logger)
{
    /// <summary>Deletes each row that is Dead and whose last sign of life, or vote, lies before <paramref name="beforeDate"/>.</summary>
    public async Task CleanAsync(DateTimeOffset beforeDate, CancellationToken cancellationToken)
    {
        if (await reader.ReadAllAsync(cancellationToken).ConfigureAwait(false) is not { } table)
            return;
        var limit = beforeDate.UtcDateTime;
        await Task.WhenAll(table.Rows.Where(row => IsDefunct(row, limit)).Select(row => DeleteAsync(row, cancellationToken))).ConfigureAwait(false);
    }

    private bool IsDefunct(RowNodes nodes, DateTime limit)
        => reader.TryDecode(nodes) is { Status: SiloStatus.Dead } entry
            && entry.StartTime < limit
            && entry.IAmAliveTime < limit
            && entry.SuspectTimes?.Any(vote => vote.Item2 >= limit) != true;

    private async Task DeleteAsync(RowNodes nodes, CancellationToken cancellationToken)
    {
        var path = session.Paths.Row(nodes.Silo);
        var operations = new List<Operation>(2);
        if (nodes.IAmAlive is { } heartbeat)
            operations.Add(new Operation.Delete(session.Paths.IAmAlive(nodes.Silo), heartbeat.Stat.Version));
        operations.Add(new Operation.Delete(path, nodes.Row.Stat.Version));

        try
        {
            // May run twice: whatever the first one left undone, the versions still guard.
            await session.RetryAsync(client => client.MultiAsync(operations, cancellationToken), cancellationToken).ConfigureAwait(false);
            Log.Deleted(logger, path);
        }
        catch (ZooKeeperMultiException e) when (e.Code is ErrorCode.BadVersion or ErrorCode.NoNode or ErrorCode.NotEmpty)
        {
            // Somebody else deleted it, or it is alive after all; the next round sees which.
            Log.Kept(logger, path, e.Code);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Deleted the row of a dead silo at {Path}")]
        public static partial void Deleted(ILogger logger, string path);

        [LoggerMessage(2, LogLevel.Information, "Did not delete the row of a dead silo at {Path}: it changed meanwhile ({Code})")]
        public static partial void Kept(ILogger logger, string path, ErrorCode code);
    }
}
