using AtlasHa.Catalog.Storage;
using Microsoft.Extensions.Logging;

namespace AtlasHa.Catalog.Discovery.Indexing;

/// <summary>Takes the steps of an index recovery while this instance is in office, and leaves the store to others for half of the time.</summary>
public sealed partial class IndexRecoveryWorker(TimeProvider time, ILogger<IndexRecoveryWorker> logger) : TermWorker(time)
{
    private static readonly TimeSpan FailurePause = TimeSpan.FromSeconds(1);

    private protected override async Task RunAsync(MetadataCatalog catalog, CancellationToken cancellationToken)
    {
        var recovery = catalog.IndexRecovery;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                var (changed, begin) = (recovery.Changed, Time.GetTimestamp());
                if (await recovery.StepAsync(cancellationToken).ConfigureAwait(false))
                    await Task.Delay(Time.GetElapsedTime(begin), Time, cancellationToken).ConfigureAwait(false);
                else
                    await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (Exception failure) when (cancellationToken.IsCancellationRequested || EndsTerm(failure))
            {
                return;
            }
            catch (StoreUnavailableException failure)
            {
                Log.Pausing(logger, failure.Message);
                await Task.Delay(FailurePause, Time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception failure)
            {
                Log.Failed(logger, failure);
                recovery.Fail(failure.Message);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The recovery of the search index pauses: {Reason}")]
        public static partial void Pausing(ILogger logger, string reason);

        [LoggerMessage(Level = LogLevel.Error, Message = "The recovery of the search index was given up; what it has written stays")]
        public static partial void Failed(ILogger logger, Exception failure);
    }
}
