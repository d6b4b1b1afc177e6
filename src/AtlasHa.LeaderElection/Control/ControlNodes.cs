using AtlasHa.LeaderElection.Nodes;
using AtlasHa.ZooKeeper;

namespace AtlasHa.LeaderElection.Control;

/// <summary>The nodes below <c>control</c>, through one session.</summary>
internal sealed class ControlNodes(IZooKeeperClient client, ElectionPaths paths, TimeProvider time)
{
    /// <summary>Stands for a node that holds no request. It names nobody, so whoever sees it clears it away.</summary>
    private static readonly SwitchoverRequest Unreadable = new("", "", 0, "", "", DateTimeOffset.UnixEpoch);

    private static readonly PauseInfo PausedByHand = new("unknown", null, null);

    /// <summary>What is in force now; <paramref name="watch"/> fires when a request comes or goes.</summary>
    public Task<ControlState> ReadAsync(Action<WatchedEvent> watch, CancellationToken cancellationToken) => ReadAsync(watch, expectsSwitchover: false, cancellationToken);

    /// <summary>As above; <paramref name="expectsSwitchover"/> saves a round trip when there is one.</summary>
    public async Task<ControlState> ReadAsync(Action<WatchedEvent> watch, bool expectsSwitchover, CancellationToken cancellationToken)
    {
        var listing = ListAsync(watch, cancellationToken);
        var expected = expectsSwitchover ? ReadSwitchoverAsync(cancellationToken) : null;
        var names = await listing.ConfigureAwait(false);
        var switchover = !names.Contains(ElectionPaths.SwitchoverName) ? null
            : await (expected ?? ReadSwitchoverAsync(cancellationToken)).ConfigureAwait(false);
        var pause = names.Contains(ElectionPaths.PauseName) ? await ReadPauseAsync(cancellationToken).ConfigureAwait(false) : null;
        return switchover is null && pause is null ? ControlState.Empty : new ControlState(switchover, pause);
    }

    public async Task<SwitchoverRequest?> ReadSwitchoverAsync(CancellationToken cancellationToken, Action<WatchedEvent>? watch = null)
        => await ReadDataAsync(paths.Switchover, watch, cancellationToken).ConfigureAwait(false) is { } data
            ? NodeData.DecodeSwitchover(data) ?? Unreadable
            : null;

    /// <summary>Whether a pause is in force, also one that was set a moment ago through another server.</summary>
    public async Task<bool> IsPausedAsync(CancellationToken cancellationToken)
    {
        await client.SyncAsync(paths.Pause, cancellationToken).ConfigureAwait(false);
        return await client.ExistsAsync(paths.Pause, cancellationToken: cancellationToken).ConfigureAwait(false) is not null;
    }

    /// <summary>Whether an instance is registered; <paramref name="watch"/> fires when that changes.</summary>
    public async Task<bool> IsRegisteredAsync(string id, Action<WatchedEvent> watch, CancellationToken cancellationToken)
        => id.Length > 0 && await client.ExistsAsync(paths.Instance(id), watch, cancellationToken).ConfigureAwait(false) is not null;

    /// <summary>Ids of the instances in the election queue, in its order.</summary>
    public async Task<IReadOnlyList<string>> QueueAsync(CancellationToken cancellationToken)
    {
        var queue = await client.GetChildrenAsync(paths.Queue, cancellationToken: cancellationToken).ConfigureAwait(false);
        var ordered = queue.Children.Select(Latch.LatchNode.Parse).OfType<Latch.LatchNode>().ToList();
        ordered.Sort((one, other) => one == other ? 0 : one.IsBefore(other) ? -1 : 1);
        var ids = await Task.WhenAll(ordered.Select(node => ReadDataAsync(paths.Queued(node.Name), null, cancellationToken))).ConfigureAwait(false);
        return [.. ids.OfType<byte[]>().Select(NodeData.DecodeText)];
    }

    /// <summary>Puts the request in place and returns null, or the one that is pending already.</summary>
    public Task<SwitchoverRequest?> OfferAsync(SwitchoverRequest request, CancellationToken cancellationToken)
        => client.UntilCertainAsync(
            time,
            async () =>
            {
                while (!await TryCreateAsync(paths.Switchover, NodeData.Encode(request), cancellationToken).ConfigureAwait(false))
                {
                    if (await ReadSwitchoverAsync(cancellationToken).ConfigureAwait(false) is { } pending)
                        return pending.Id == request.Id ? null : pending; // Ours by a create whose reply was lost.
                }

                return null;
            },
            cancellationToken);

    /// <summary>Removes the request, if it is still this one that is pending.</summary>
    public async Task ClearAsync(SwitchoverRequest request, CancellationToken cancellationToken)
    {
        if ((await ReadSwitchoverAsync(cancellationToken).ConfigureAwait(false))?.Id == request.Id)
            await DeleteAsync(paths.Switchover, cancellationToken).ConfigureAwait(false);
    }

    public Task<PauseInfo> PauseAsync(PauseInfo pause, CancellationToken cancellationToken)
        => client.UntilCertainAsync(
            time,
            async () =>
            {
                while (!await TryCreateAsync(paths.Pause, NodeData.Encode(pause), cancellationToken).ConfigureAwait(false))
                {
                    if (await ReadPauseAsync(cancellationToken).ConfigureAwait(false) is { } inForce)
                        return inForce;
                }

                return pause;
            },
            cancellationToken);

    public Task ResumeAsync(CancellationToken cancellationToken)
        => client.UntilCertainAsync(time, () => DeleteAsync(paths.Pause, cancellationToken), cancellationToken);

    private async Task<PauseInfo?> ReadPauseAsync(CancellationToken cancellationToken)
        => await ReadDataAsync(paths.Pause, null, cancellationToken).ConfigureAwait(false) is { } data
            ? NodeData.DecodePause(data) ?? PausedByHand
            : null;

    /// <summary>False when the node exists.</summary>
    private async Task<bool> TryCreateAsync(string path, byte[] data, CancellationToken cancellationToken)
    {
        while (true)
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
            catch (ZooKeeperException e) when (e.Code == ErrorCode.NoNode && path != paths.Control)
            {
                await TryCreateAsync(paths.Control, [], cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task<bool> DeleteAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            await client.DeleteAsync(path, cancellationToken: cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (ZooKeeperException e) when (e.Code == ErrorCode.NoNode)
        {
            return false;
        }
    }

    private async Task<IReadOnlyCollection<string>> ListAsync(Action<WatchedEvent> watch, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return (await client.GetChildrenAsync(paths.Control, watch, cancellationToken).ConfigureAwait(false)).Children;
            }
            catch (ZooKeeperException e) when (e.Code == ErrorCode.NoNode)
            {
                if (await client.ExistsAsync(paths.Control, watch, cancellationToken).ConfigureAwait(false) is null)
                    return [];
            }
        }
    }

    private async Task<byte[]?> ReadDataAsync(string path, Action<WatchedEvent>? watch, CancellationToken cancellationToken)
    {
        try
        {
            return (await client.GetDataAsync(path, watch, cancellationToken).ConfigureAwait(false)).Data;
        }
        catch (ZooKeeperException e) when (e.Code == ErrorCode.NoNode)
        {
            return null;
        }
    }
}
