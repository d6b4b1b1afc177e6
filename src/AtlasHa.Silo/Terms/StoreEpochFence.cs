using AtlasHa.Catalog.Storage;
using AtlasHa.LeaderElection;

namespace AtlasHa.Silo.Terms;

/// <summary>The catalogue's store as the election's referee.</summary>
internal sealed class StoreEpochFence(ICatalogStore store) : IEpochFence
{
    public async Task<long> ReadAsync(CancellationToken cancellationToken) => (await store.ReadEpochAsync(cancellationToken)).Epoch;

    public Task<bool> TryClaimAsync(long epoch, string instanceId, CancellationToken cancellationToken)
        => store.TryClaimEpochAsync(epoch, instanceId, cancellationToken);
}
