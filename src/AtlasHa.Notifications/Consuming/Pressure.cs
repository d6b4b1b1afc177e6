using AtlasHa.Catalog;

namespace AtlasHa.Notifications.Consuming;

/// <summary>
/// Leaves the store's writer to user requests: while some wait, the stream of messages pauses after each batch for as long as the batch took, so
/// that it has half of the writer at most.
/// </summary>
internal sealed class Pressure(MetadataCatalog catalog, TimeProvider time)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    /// <param name="since">Timestamp at which the batch began.</param>
    /// <param name="cancellationToken">Ends the pause.</param>
    public Task GiveWayAsync(long since, CancellationToken cancellationToken)
    {
        if (catalog.WaitingWrites == 0) return Task.CompletedTask;
        var took = time.GetElapsedTime(since);
        return Task.Delay(took < LongestPause ? took : LongestPause, time, cancellationToken);
    }
}
