namespace AtlasHa.LeaderElection.Tests.Harness;

/// <summary>A real fence in memory, shared by the instances of a test as the store is: a claim must be higher than all before.</summary>
internal sealed class MemoryFence : IEpochFence
{
    private readonly Lock _gate = new();
    private readonly List<(long Epoch, string InstanceId)> _claims = [];
    private long _highest;

    /// <summary>Accepted claims, in order.</summary>
    public IReadOnlyList<(long Epoch, string InstanceId)> Claims
    {
        get
        {
            lock (_gate)
                return [.. _claims];
        }
    }

    /// <summary>Raises the epoch as another cluster on the same store would.</summary>
    public void Raise(long epoch)
    {
        lock (_gate)
            _highest = Math.Max(_highest, epoch);
    }

    public Task<long> ReadAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
            return Task.FromResult(_highest);
    }

    public Task<bool> TryClaimAsync(long epoch, string instanceId, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (epoch <= _highest)
                return Task.FromResult(false);
            _highest = epoch;
            _claims.Add((epoch, instanceId));
            return Task.FromResult(true);
        }
    }
}
