using AtlasHa.ZooKeeper;

namespace AtlasHa.LeaderElection.Nodes;

/// <summary>This session's own nodes beside the queue: its registration, and the address while it is in office.</summary>
internal sealed class InstanceRegistry(IZooKeeperClient client, ElectionPaths paths, InstanceInfo self, TimeProvider time)
{
    private readonly string _own = paths.Instance(self.Id);
    private readonly byte[] _address = NodeData.Encode(NodeData.AddressText(self.Url));

    /// <summary>Version of the own registration when it was last seen, -1 when it never was; read and written by several tasks.</summary>
    private volatile int _version = -1;

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
        var found = stat is null ? Registration.Missing : stat.EphemeralOwner == client.SessionId ? Registration.Ours : Registration.Taken;
        _version = found == Registration.Ours ? stat!.Version : -1;
        return found;
    }

    /// <summary>What the other holder of this instance's id registered, for the operator; null when it is gone or says nothing readable.</summary>
    public async Task<(long Session, InstanceInfo? Info)?> ReadHolderAsync(CancellationToken cancellationToken)
    {
        var node = await client.DataOrNullAsync(_own, cancellationToken).ConfigureAwait(false);
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
        var node = await client.DataOrNullAsync(paths.Address, cancellationToken).ConfigureAwait(false);
        return node?.Stat.EphemeralOwner == client.SessionId && node.Data.AsSpan().SequenceEqual(_address);
    }

    /// <summary>
    /// Publishes this instance as the active one of <paramref name="epoch"/>: address and registration change in one transaction, which
    /// also proves that the latch node is still there. Idempotent. Throws NoNode at <paramref name="latch"/> when leadership is gone.
    /// </summary>
    /// <param name="latch">The queue node.</param>
    /// <param name="epoch">The term's number.</param>
    /// <param name="expectsVacancy">
    /// True when the last active most likely took its address with it: then the transaction is sent along with the reads that tell.
    /// </param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<InstanceInfo> PublishAsync(string latch, long epoch, bool expectsVacancy, CancellationToken cancellationToken)
    {
        var info = self with { Epoch = epoch };
        await client.UntilCertainAsync(time, TryPublishAsync, cancellationToken).ConfigureAwait(false);
        return info;

        async Task<bool> TryPublishAsync()
        {
            while (true)
            {
                var seen = _version;
                var addressRead = client.ExistsAsync(paths.Address, cancellationToken: cancellationToken);
                var registrationRead = CheckAsync(cancellationToken);
                var early = expectsVacancy && seen >= 0
                    ? CommitAsync(Operations(latch, info, null, Registration.Ours, seen), latch, cancellationToken)
                    : Task.FromResult(false);
                expectsVacancy = false;
                await Task.WhenAll(addressRead, registrationRead, early).ConfigureAwait(false);
                var registration = await registrationRead.ConfigureAwait(false);
                if (registration == Registration.Taken)
                    throw new InvalidOperationException($"{_own} now belongs to another session: two processes run with the instance id '{self.Id}'. Give each its own.");
                if (await early.ConfigureAwait(false)
                    || await CommitAsync(Operations(latch, info, await addressRead.ConfigureAwait(false), registration, version: null), latch, cancellationToken).ConfigureAwait(false))
                    return true;
            }
        }
    }

    private List<Operation> Operations(string latch, InstanceInfo info, Stat? address, Registration registration, int? version)
    {
        List<Operation> operations = [new Operation.Check(latch)];

        // A node of another session goes with that session, or should have gone with its term: only a fresh one stays with us.
        if (address is not null && address.EphemeralOwner != client.SessionId)
            operations.Add(new Operation.Delete(paths.Address, address.Version));
        operations.Add(address?.EphemeralOwner == client.SessionId
            ? new Operation.SetData(paths.Address, _address)
            : new Operation.Create(paths.Address, _address, CreateMode.Ephemeral));
        operations.Add(registration == Registration.Missing
            ? new Operation.Create(_own, NodeData.Encode(info), CreateMode.Ephemeral)
            : new Operation.SetData(_own, NodeData.Encode(info), version));
        return operations;
    }

    /// <summary>
    /// Takes back the address, the epoch in the registration, the lease and the latch node in one transaction. Returns when that is certain, or when
    /// the session is over and the nodes go with it.
    /// </summary>
    /// <param name="latch">The latch node, if there is one.</param>
    /// <param name="lease">Epoch of the own lease that is to be given up; null while earlier ones may be valid, whose place its note has taken.</param>
    /// <param name="drained">Done when nothing is served any more; never fails. Only the transaction waits for it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task WithdrawAsync(string? latch, long? lease, Task drained, CancellationToken cancellationToken)
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
                var isEarly = !drained.IsCompleted;
                var operations = await PlanWithdrawalAsync(latch, lease, cancellationToken).ConfigureAwait(false);
                await drained.WaitAsync(cancellationToken).ConfigureAwait(false);

                // What was read early may be out of date. The queue node's deletion guards it: that name is never used twice.
                if (isEarly && !operations.Exists(operation => operation.Path == latch))
                    continue;
                if (operations.Count == 0 || await CommitAsync(operations, null, cancellationToken).ConfigureAwait(false))
                    return true;
            }
        }
    }

    private async Task<List<Operation>> PlanWithdrawalAsync(string? latch, long? lease, CancellationToken cancellationToken)
    {
        // All sent at once: nobody is active while their answers are waited for.
        var addressRead = client.ExistsAsync(paths.Address, cancellationToken: cancellationToken);
        var registrationRead = CheckAsync(cancellationToken);
        var leaseRead = client.DataOrNullAsync(paths.Lease, cancellationToken);
        var latchRead = latch is null ? Task.FromResult<Stat?>(null) : client.ExistsAsync(latch, cancellationToken: cancellationToken);
        await Task.WhenAll(addressRead, registrationRead, leaseRead, latchRead).ConfigureAwait(false);

        List<Operation> operations = [];
        if ((await addressRead.ConfigureAwait(false))?.EphemeralOwner == client.SessionId)
            operations.Add(new Operation.Delete(paths.Address));
        if (await registrationRead.ConfigureAwait(false) == Registration.Ours)
            operations.Add(new Operation.SetData(_own, NodeData.Encode(self)));
        if (await leaseRead.ConfigureAwait(false) is { } node
            && NodeData.DecodeLease(node.Data) is { } note && note.Instance == self.Id && note.Epoch == lease)
            operations.Add(new Operation.SetData(paths.Lease, ReadOnlyMemory<byte>.Empty, node.Stat.Version));
        if (await latchRead.ConfigureAwait(false) is not null)
            operations.Add(new Operation.Delete(latch!));
        return operations;
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

    /// <summary>Content of the lease's node, null when there is none.</summary>
    public async Task<byte[]?> ReadLeaseAsync(CancellationToken cancellationToken)
        => (await client.DataOrNullAsync(paths.Lease, cancellationToken).ConfigureAwait(false))?.Data;
}
