using AtlasHa.Catalog;
using AtlasHa.Catalog.Storage;
using Microsoft.Extensions.Logging;

namespace AtlasHa.Notifications.Consuming;

/// <summary>
/// What is done now and then while a term lasts: counting what waits, giving up pieces whose message never becomes whole, and forgetting old messages
/// about entities.
/// </summary>
internal sealed partial class Housekeeping(
    MetadataCatalog catalog, ConsumerOptions options, NotificationOptions limits, ConsumerCounts counts, TimeProvider time, ILogger logger)
{
    private const int TrimmedAtOnce = 1000;

    /// <summary>Between two rounds; so old status may be.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>Returns when the term is over or the token is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                counts.Bounded(limits.MaxWaiting, limits.MaxWaitingBytes, catalog.Hooks.QueuedBytes, catalog.Hooks.RefusedPosts);
                counts.Waits(await catalog.Hooks.ReadBacklogAsync(cancellationToken).ConfigureAwait(false));
                var late = (time.GetUtcNow() - options.PiecePatience).ToUnixTimeMilliseconds();
                if (await catalog.Hooks.GiveUpPiecesAsync(late, cancellationToken).ConfigureAwait(false) is var pieces and > 0)
                    LogPieces(logger, pieces);
                await TrimAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (Exception failure) when (cancellationToken.IsCancellationRequested || Refusals.EndsTerm(failure))
            {
                break;
            }
            catch (Exception failure)
            {
                // The store's own probe tells of an outage.
                if (failure is not StoreUnavailableException) LogFailed(logger, failure);
            }

            await Task.Delay(Interval, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task TrimAsync(CancellationToken cancellationToken)
    {
        var retention = limits.OutboxRetention;
        var bounds = await catalog.Outbox.ReadBoundsAsync(cancellationToken).ConfigureAwait(false);
        if (options.Kafka is { IsOn: true, Publish: true })
        {
            var sent = await catalog.Outbox.ReadPublishedAsync(options.Kafka.EntitiesTopic, cancellationToken).ConfigureAwait(false) ?? 0;
            counts.Unpublished(Math.Max(0, bounds.Last - Math.Max(sent, bounds.First - 1)));
            // What has not been sent stays.
            bounds = bounds with { Last = Math.Min(bounds.Last, sent + retention) };
        }

        // A little at a time: it holds the writer.
        for (var first = bounds.First; bounds.Last - first >= retention && !cancellationToken.IsCancellationRequested;)
        {
            var next = Math.Min(first + TrimmedAtOnce, bounds.Last - retention + 1);
            await catalog.Outbox.TrimAsync(first, next - 1, cancellationToken).ConfigureAwait(false);
            first = next;
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "{Count} pieces of split messages were given up: the others have not come. See `atlas-ha notifications`")]
    private static partial void LogPieces(ILogger logger, int count);

    [LoggerMessage(2, LogLevel.Error, "Housekeeping of notifications failed; it is tried again")]
    private static partial void LogFailed(ILogger logger, Exception failure);
}
