using System.Text.Json;
using AtlasHa.ZooKeeper;
using Microsoft.Extensions.Logging;

namespace AtlasHa.Clustering.ZooKeeper.Membership;

/// <summary>
/// Reads rows as they stood together at one version. Every change of a row also changes the cluster node's version or its
/// child version, so a read between two equal pairs of those is consistent. All requests of an attempt are sent at once: the
/// server answers them in order, usually within one millisecond and one round trip, so that attempts are seldom repeated.
/// </summary>
internal sealed partial class MembershipReader(ClusterSession session, ILogger<MembershipReader> logger)
{
    // Which rows to ask for is known from the last time; when that is out of date, the next attempt asks for the right ones.
    private volatile IReadOnlyList<SiloAddress> _knownRows = [];

    /// <summary>All rows, or null when the cluster's node does not exist.</summary>
    /// <exception cref="ZooKeeperException">No server answered, or the table kept changing, for the session timeout.</exception>
    public Task<TableNodes?> ReadAllAsync(CancellationToken cancellationToken) => ReadAsync(null, cancellationToken);

    /// <summary>One row or none, or null when the cluster's node does not exist.</summary>
    /// <exception cref="ZooKeeperException">No server answered, or the table kept changing, for the session timeout.</exception>
    public Task<TableNodes?> ReadRowAsync(SiloAddress silo, CancellationToken cancellationToken) => ReadAsync(silo, cancellationToken);

    /// <summary>What Orleans makes of the nodes; rows that cannot be read are left out, with a warning.</summary>
    public MembershipTableData Decode(TableNodes nodes)
    {
        var members = new List<Tuple<MembershipEntry, string>>(nodes.Rows.Count);
        foreach (var row in nodes.Rows)
        {
            if (TryDecode(row) is { } entry)
                members.Add(Tuple.Create(entry, row.Etag));
        }

        return new MembershipTableData(members, new TableVersion(nodes.Root.Version, Etags.Of(nodes.Root)));
    }

    /// <summary>The entry of a row, or null when it cannot be read.</summary>
    public MembershipEntry? TryDecode(RowNodes nodes)
    {
        MembershipEntry entry;
        try
        {
            entry = RowCodec.DecodeRow(nodes.Silo, nodes.Row.Data);
        }
        catch (JsonException e)
        {
            Log.DamagedRow(logger, session.Paths.Row(nodes.Silo), e);
            return null;
        }

        try
        {
            if (nodes.IAmAlive is { } heartbeat)
                entry.IAmAliveTime = RowCodec.DecodeTime(heartbeat.Data);
            else
                Log.NoHeartbeat(logger, session.Paths.Row(nodes.Silo));
        }
        catch (JsonException e)
        {
            Log.DamagedHeartbeat(logger, session.Paths.IAmAlive(nodes.Silo), e);
        }

        return entry;
    }

    private async Task<TableNodes?> ReadAsync(SiloAddress? only, CancellationToken cancellationToken)
    {
        Deadline? deadline = null;
        while (true)
        {
            var attempt = await session.RetryAsync(client => AttemptAsync(client, only, cancellationToken), cancellationToken).ConfigureAwait(false);
            if (attempt.Settled)
                return attempt.Nodes;
            // Counted from the first answer: waiting for a server is not the same as losing to writers.
            deadline ??= session.StartDeadline();
            if (deadline.Value.Passed)
            {
                throw new ZooKeeperException(
                    ErrorCode.OperationTimeout, session.Paths.Root, "the membership changed during every attempt to read it; try again when fewer silos come and go");
            }
        }
    }

    private async Task<Attempt> AttemptAsync(IZooKeeperClient client, SiloAddress? only, CancellationToken cancellationToken)
    {
        IReadOnlyList<SiloAddress> wanted = only is null ? _knownRows : [only];
        var root = session.Paths.Root;

        var sync = client.SyncAsync(root, cancellationToken);
        var before = client.GetChildrenAsync(root, cancellationToken: cancellationToken);
        var rows = wanted.Select(silo => (
            Silo: silo,
            Row: OrNullAsync(client.GetDataAsync(session.Paths.Row(silo), cancellationToken: cancellationToken)),
            IAmAlive: OrNullAsync(client.GetDataAsync(session.Paths.IAmAlive(silo), cancellationToken: cancellationToken)))).ToList();
        var after = client.ExistsAsync(root, cancellationToken: cancellationToken);

        var found = OrNullAsync(before);
        await Task.WhenAll([sync, found, after, .. rows.Select(row => row.Row), .. rows.Select(row => row.IAmAlive)]).ConfigureAwait(false);

        if (await found.ConfigureAwait(false) is not { } children || await after.ConfigureAwait(false) is not { } now)
            return Attempt.NoTable;
        if (only is null && !TakeRows(children.Children, wanted))
            return Attempt.Again;
        if (children.Stat.Version != now.Version || children.Stat.ChildVersion != now.ChildVersion)
            return Attempt.Again;

        var present = new List<RowNodes>(rows.Count);
        foreach (var (silo, row, heartbeat) in rows)
        {
            if (await row.ConfigureAwait(false) is { } data)
                present.Add(new RowNodes(silo, data, await heartbeat.ConfigureAwait(false)));
        }

        return new Attempt(Settled: true, new TableNodes(now, present));
    }

    /// <summary>Notes which rows exist; false when other rows were asked for.</summary>
    private bool TakeRows(IReadOnlyList<string> children, IReadOnlyList<SiloAddress> asked)
    {
        var rows = new List<SiloAddress>(children.Count);
        foreach (var child in children)
        {
            if (ClusterPaths.TryParseRow(child, out var silo))
                rows.Add(silo);
            else
                Log.ForeignChild(logger, session.Paths.Row(child));
        }

        if (asked.Count == rows.Count && rows.ToHashSet().SetEquals(asked))
            return true;
        _knownRows = rows;
        return false;
    }

    private static async Task<T?> OrNullAsync<T>(Task<T> read)
        where T : class
    {
        try
        {
            return await read.ConfigureAwait(false);
        }
        catch (ZooKeeperException e) when (e.Code == ErrorCode.NoNode)
        {
            return null;
        }
    }

    /// <summary>What one attempt gave. Settled without nodes: there is no table.</summary>
    private sealed record Attempt(bool Settled, TableNodes? Nodes)
    {
        public static readonly Attempt Again = new(Settled: false, null);
        public static readonly Attempt NoTable = new(Settled: true, null);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "{Path} is not a silo's row and is ignored; nothing but Orleans membership belongs there. Delete it or keep it elsewhere")]
        public static partial void ForeignChild(ILogger logger, string path);

        [LoggerMessage(2, LogLevel.Warning, "The row at {Path} cannot be read and is ignored. If its silo is gone, delete the node")]
        public static partial void DamagedRow(ILogger logger, string path, Exception exception);

        [LoggerMessage(3, LogLevel.Warning, "The row at {Path} has no IAmAlive node; its silo's start time is used instead")]
        public static partial void NoHeartbeat(ILogger logger, string path);

        [LoggerMessage(4, LogLevel.Warning, "The heartbeat at {Path} cannot be read; its silo's start time is used instead")]
        public static partial void DamagedHeartbeat(ILogger logger, string path, Exception exception);
    }
}
