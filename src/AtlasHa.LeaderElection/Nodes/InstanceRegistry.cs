using AtlasHa.ZooKeeper;

namespace AtlasHa.LeaderElection.Nodes;

/// <summary>This session's own nodes beside the queue: its registration, and the address while it is in office.</summary>
internal sealed class InstanceRegistry(IZooKeeperClient client, ElectionPaths paths, InstanceInfo self, TimeProvider time)
{
    private readonly string _own = paths.Instance(self.Id);
    private readonly byte[] _address = NodeData.Encode(NodeData.AddressText(self.Url));

    public async Task EnsureParentsAsync(CancellationToken cancellationToken)
    {
        foreach (var parent in paths.Parents())
        {
            try
            {
                await client.CreateAsync(parent, ReadOnlyMemory<byte>.Empty, CreateMode.Persistent, cancellationToken: cancellationToken).ConfigureAwait(false);
            }
            catch (ZooKeeperException e) when (e.Code == ErrorCode.NodeExists)
            {
                // Wanted in any case.
            }
        }
    }

    public async Task<Registration> CheckAsync(CancellationToken cancellationToken)
    {
        var stat = await client.ExistsAsync(_own, cancellationToken: cancellationToken).ConfigureAwait(false);
        return stat is null ? Registration.Missing : stat.EphemeralOwner == client.SessionId ? Registration.Ours : Registration.Taken;
    }

    /// <summary>What the other holder of this instance's id registered, for the operator; null when it is gone or says nothing readable.</summary>
    public async Task<(long Session, InstanceInfo? Info)?> ReadHolderAsync(CancellationToken cancellationToken)
    {
        var node = await TryReadAsync(_own, cancellationToken).ConfigureAwait(false);
        return node is null ? null : (node.Stat.EphemeralOwner, NodeData.DecodeInstance(node.Data, self.Id));
    }

    /// <summary>Creates the registration, unless somebody has: then the next check tells who.</summary>
    public async Task RegisterAsync(CancellationToken cancellationToken)
    {
        try
        {
            await client.CreateAsync(_own, NodeData.Encode(self), CreateMode.Ephemeral, cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        catch (ZooKeeperException e) when (e.Code == ErrorCode.NodeExists)
        {
            // Ours by a create whose reply was lost, or another's.
        }
    }

    /// <summary>True when the published address is this session's and says what it should.</summary>
    public async Task<bool> HoldsAddressAsync(CancellationToken cancellationToken)
    {
        var node = await TryReadAsync(paths.Address, cancellationToken).ConfigureAwait(false);
        return node?.Stat.EphemeralOwner == client.SessionId && node.Data.AsSpan().SequenceEqual(_address);
    }

    /// <summary>
    /// Publishes this instance as the active one of <paramref name="epoch"/>: address and registration change in one transaction, which
    /// also proves that the latch node is still there. Idempotent. Throws NoNode at <paramref name="latch"/> when leadership is gone.
    /// </summary>
    public async Task<InstanceInfo> PublishAsync(string latch, long epoch, CancellationToken cancellationToken)
    {
        var info = self with { Epoch = epoch };
        await client.UntilCertainAsync(time, TryPublishAsync, cancellationToken).ConfigureAwait(false);
        return info;

        async Task<bool> TryPublishAsync()
        {
            while (true)
            {
                var address = await client.ExistsAsync(paths.Address, cancellationToken: cancellationToken).ConfigureAwait(false);
                var registered = await CheckAsync(cancellationToken).ConfigureAwait(false);
                if (registered == Registration.Taken)
                    throw new InvalidOperationException($"{_own} now belongs to another session: two processes run with the instance id '{self.Id}'. Give each its own.");
                List<Operation> operations = [new Operation.Check(latch)];

                // A node of another session goes with that session, or should have gone with its term: only a fresh one stays with us.
                if (address is not null && address.EphemeralOwner != client.SessionId)
                    operations.Add(new Operation.Delete(paths.Address, address.Version));
                operations.Add(address?.EphemeralOwner == client.SessionId
                    ? new Operation.SetData(paths.Address, _address)
                    : new Operation.Create(paths.Address, _address, CreateMode.Ephemeral));
                operations.Add(registered == Registration.Missing
                    ? new Operation.Create(_own, NodeData.Encode(info), CreateMode.Ephemeral)
                    : new Operation.SetData(_own, NodeData.Encode(info)));
                if (await CommitAsync(operations, latch, cancellationToken).ConfigureAwait(false))
                    return true;
            }
        }
    }

    /// <summary>
    /// Takes back the address, the epoch in the registration and the latch node in one transaction. Returns when that is certain, or when
    /// the session is over and the nodes go with it.
    /// </summary>
    /// <param name="latch">The latch node, if there is one.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task WithdrawAsync(string? latch, CancellationToken cancellationToken)
    {
        try
        {
            await client.UntilCertainAsync(time, TryWithdrawAsync, cancellationToken).ConfigureAwait(false);
        }
        catch (ZooKeeperException) when (client.SessionEnded.IsCancellationRequested)
        {
            // The ephemerals are the server's to delete now.
        }

        async Task<bool> TryWithdrawAsync()
        {
            while (true)
            {
                List<Operation> operations = [];
                var address = await client.ExistsAsync(paths.Address, cancellationToken: cancellationToken).ConfigureAwait(false);
                if (address?.EphemeralOwner == client.SessionId)
                    operations.Add(new Operation.Delete(paths.Address));
                if (await CheckAsync(cancellationToken).ConfigureAwait(false) == Registration.Ours)
                    operations.Add(new Operation.SetData(_own, NodeData.Encode(self)));
                if (latch is not null && await client.ExistsAsync(latch, cancellationToken: cancellationToken).ConfigureAwait(false) is not null)
                    operations.Add(new Operation.Delete(latch));
                if (operations.Count == 0 || await CommitAsync(operations, null, cancellationToken).ConfigureAwait(false))
                    return true;
            }
        }
    }

    /// <summary>False when something changed since it was read; a missing <paramref name="required"/> node is the caller's to handle.</summary>
    private async Task<bool> CommitAsync(List<Operation> operations, string? required, CancellationToken cancellationToken)
    {
        try
        {
            await client.MultiAsync(operations, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (ZooKeeperMultiException e) when (
            e.Code is ErrorCode.NodeExists or ErrorCode.BadVersion or ErrorCode.NoNode && operations[e.FailedIndex].Path != required)
        {
            if (e.Code == ErrorCode.NoNode && operations[e.FailedIndex] is Operation.Create)
                await EnsureParentsAsync(cancellationToken).ConfigureAwait(false);
            return false;
        }
    }

    private async Task<DataResult?> TryReadAsync(string path, CancellationToken cancellationToken)
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
