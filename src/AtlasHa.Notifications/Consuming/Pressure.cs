using AtlasHa.Catalog;

namespace AtlasHa.Notifications.Consuming;

/// <summary>
/// Leaves the store's writer to user requests: while some wait, the stream of messages pauses after each batch for as long as the batch took, so
/// that it has half of the writer at most. Where users write at all batches are small, because a request waits for the one before it. When none has
/// for a while they grow, up to what is set: large ones cost less for each message.
/// </summary>
internal sealed class Pressure(MetadataCatalog catalog, int largestBatch, TimeProvider time)
{
    private const int SmallBatch = 64;

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    /// <summary>A user who has written will soon write again.</summary>
    private static readonly TimeSpan Lull = TimeSpan.FromSeconds(1);

    private long _userWrites = catalog.UserWrites;
    private long _seen = time.GetTimestamp();

    /// <summary>Most messages of the next batch.</summary>
    public int BatchSize { get; private set; } = Math.Min(SmallBatch, largestBatch);

    /// <summary>No user has written for a while: a batch may be given to the writer before the last one is through.</summary>
    public bool IsCalm { get; private set; }

    /// <param name="since">Timestamp at which the batch began.</param>
    /// <param name="cancellationToken">Ends the pause.</param>
    public Task GiveWayAsync(long since, CancellationToken cancellationToken)
    {
        var userWrites = catalog.UserWrites;
        if (userWrites != _userWrites) (_userWrites, _seen) = (userWrites, time.GetTimestamp());
        IsCalm = time.GetElapsedTime(_seen) >= Lull;
        BatchSize = Math.Min(IsCalm ? 2 * BatchSize : SmallBatch, largestBatch);
        if (IsCalm || catalog.WaitingWrites == 0) return Task.CompletedTask;
        var took = time.GetElapsedTime(since);
        return Task.Delay(took < LongestPause ? took : LongestPause, time, cancellationToken);
    }
}
