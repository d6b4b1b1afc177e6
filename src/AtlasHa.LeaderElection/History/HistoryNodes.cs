using AtlasHa.LeaderElection.Nodes;
using AtlasHa.ZooKeeper;

namespace AtlasHa.LeaderElection.History;

/// <summary>The nodes of the history, through one session.</summary>
internal sealed class HistoryNodes(IZooKeeperClient client, ElectionPaths paths, TimeProvider time)
{
    /// <summary>The last changes, oldest first; empty when there are none or they cannot be read.</summary>
    public async Task<IReadOnlyList<TermChange>> ReadAsync(CancellationToken cancellationToken)
        => Changes(await ReadNodeAsync(paths.History, cancellationToken).ConfigureAwait(false));

    /// <summary>Writes down why a term ended; in the place of the note before.</summary>
    public Task NoteAsync(LeaveNote note, CancellationToken cancellationToken)
        => client.UntilCertainAsync(
            time,
            async () =>
            {
                while (!await TryWriteAsync(paths.LastLeave, NodeData.Encode(note), null, cancellationToken).ConfigureAwait(false))
                {
                    if (await TryCreateAsync(paths.LastLeave, NodeData.Encode(note), cancellationToken).ConfigureAwait(false))
                        break;
                }

                return true;
            },
            cancellationToken);

    /// <summary>Adds the entry of the term that this session has just published.</summary>
    public Task AppendAsync(long epoch, string instance, TermPhases phases, CancellationToken cancellationToken)
        => client.UntilCertainAsync(
            time,
            async () =>
            {
                while (!await TryAppendAsync(epoch, instance, phases, cancellationToken).ConfigureAwait(false))
                    cancellationToken.ThrowIfCancellationRequested();
                return true;
            },
            cancellationToken);

    private async Task<bool> TryAppendAsync(long epoch, string instance, TermPhases phases, CancellationToken cancellationToken)
    {
        var noted = await ReadNodeAsync(paths.LastLeave, cancellationToken).ConfigureAwait(false);
        if (noted is null)
            await TryCreateAsync(paths.LastLeave, [], cancellationToken).ConfigureAwait(false); // So that a note is one write, whose answer nobody need wait for.
        var address = await client.ExistsAsync(paths.Address, cancellationToken: cancellationToken).ConfigureAwait(false);
        var node = await ReadNodeAsync(paths.History, cancellationToken).ConfigureAwait(false);
        if (address is null)
            throw new InvalidOperationException($"{paths.Address} is gone: the term was over before it could be written down.");
        var history = Changes(node);
        var change = HistoryPolicy.Describe(
            history,
            noted is null ? null : NodeData.DecodeLeave(noted.Data),
            DateTimeOffset.FromUnixTimeMilliseconds(noted?.Stat.ModifiedMs ?? 0),
            (epoch, instance),
            DateTimeOffset.FromUnixTimeMilliseconds(address.CreatedMs),
            phases);
        var data = NodeData.Encode(HistoryPolicy.Append(history, change));
        return node is null
            ? await TryCreateAsync(paths.History, data, cancellationToken).ConfigureAwait(false)
            : await TryWriteAsync(paths.History, data, node.Stat.Version, cancellationToken).ConfigureAwait(false);
    }

    private static IReadOnlyList<TermChange> Changes(DataResult? node) => node is null ? [] : NodeData.DecodeHistory(node.Data) ?? [];

    /// <summary>False when the node exists.</summary>
    private async Task<bool> TryCreateAsync(string path, byte[] data, CancellationToken cancellationToken)
    {
        try
        {
            await client.CreateAsync(path, data, CreateMode.Persistent, cancellationToken: cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (ZooKeeperException e) when (e.Code == ErrorCode.NodeExists)
        {
            return false;
        }
    }

    /// <summary>False when the node is not there, or not of this version any more.</summary>
    private async Task<bool> TryWriteAsync(string path, byte[] data, int? version, CancellationToken cancellationToken)
    {
        try
        {
            await client.SetDataAsync(path, data, version, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (ZooKeeperException e) when (e.Code is ErrorCode.NoNode or ErrorCode.BadVersion)
        {
            return false;
        }
    }

    private async Task<DataResult?> ReadNodeAsync(string path, CancellationToken cancellationToken)
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
