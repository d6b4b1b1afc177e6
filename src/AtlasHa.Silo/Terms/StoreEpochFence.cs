using AtlasHa.Catalog.Storage;
using AtlasHa.LeaderElection;
using AtlasHa.Silo.Health;

namespace AtlasHa.Silo.Terms;

/// <summary>The catalogue's store as the election's referee.</summary>
internal sealed class StoreEpochFence(ICatalogStore store, StoreHealth health, HealthPauses pauses) : IEpochFence
{
    /// <exception cref="StoreUnavailableException">Also when this instance has just handed over for its health and is still ill: another shall have the chance.</exception>
    public async Task<long> ReadAsync(CancellationToken cancellationToken)
    {
        RequireTurn();
        return (await store.ReadEpochAsync(cancellationToken)).Epoch;
    }

    /// <inheritdoc cref="ReadAsync"/>
    public Task<bool> TryClaimAsync(long epoch, string instanceId, CancellationToken cancellationToken)
    {
        RequireTurn();
        return store.TryClaimEpochAsync(epoch, instanceId, cancellationToken);
    }

    private void RequireTurn()
    {
        if (pauses.StandsBack && health.Illness is { } illness)
            throw new StoreUnavailableException($"this instance has just handed over for its health and is not well yet: {illness}", false);
    }
}
