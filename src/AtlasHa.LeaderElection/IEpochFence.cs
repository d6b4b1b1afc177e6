namespace AtlasHa.LeaderElection;

/// <summary>The store's side of the epoch: the referee that makes two writers impossible.</summary>
public interface IEpochFence
{
    /// <summary>The highest epoch that the store has accepted, 0 when none.</summary>
    Task<long> ReadAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Raises the store's epoch to <paramref name="epoch"/> on behalf of <paramref name="instanceId"/>. From then on writes of every lower
    /// epoch are refused. False when the store already holds this or a higher one.
    /// </summary>
    Task<bool> TryClaimAsync(long epoch, string instanceId, CancellationToken cancellationToken);
}
