using AtlasHa.Catalog;

namespace AtlasHa.Notifications.Consuming;

/// <summary>
/// Leaves the store's writer to user requests (<see cref="GivingWay"/>). Where users write at all batches are small, because a request waits for the one before
/// it. When none has for a while they grow, up to what is set: large ones cost less for each message.
/// </summary>
internal sealed class Pressure(MetadataCatalog catalog, int largestBatch, TimeProvider time)
{
    private const int SmallBatch = 64;

    private readonly GivingWay _way = new(catalog, time);

    /// <summary>Most messages of the next batch.</summary>
    public int BatchSize { get; private set; } = Math.Min(SmallBatch, largestBatch);

    /// <summary>No user has written for a while: a batch may be given to the writer before the last one is through.</summary>
    public bool IsCalm => _way.IsCalm;

    /// <param name="since">Timestamp at which the batch began.</param>
    /// <param name="cancellationToken">Ends the pause.</param>
    public Task GiveWayAsync(long since, CancellationToken cancellationToken)
    {
        var pause = _way.GiveWayAsync(since, cancellationToken);
        BatchSize = Math.Min(IsCalm ? 2 * BatchSize : SmallBatch, largestBatch);
        return pause;
    }
}
