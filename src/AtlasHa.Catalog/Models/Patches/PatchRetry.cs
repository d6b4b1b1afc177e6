using AtlasHa.Catalog.Storage;
using Microsoft.Extensions.Logging;

namespace AtlasHa.Catalog.Models.Patches;

/// <summary>Tries patches that have failed in earlier terms once more in each, behind the requests that a term begins with.</summary>
public sealed partial class PatchRetry(TimeProvider time, ILogger<PatchRetry> logger) : TermWorker(time)
{
    private protected override async Task RunAsync(MetadataCatalog catalog, CancellationToken cancellationToken)
    {
        try
        {
            await catalog.RetryPatchesAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (cancellationToken.IsCancellationRequested || EndsTerm(failure))
        {
            // The next term tries again.
        }
        catch (StoreUnavailableException failure)
        {
            Log.Failed(logger, failure.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Patches that have failed before were not tried again, which the next active does: {Reason}")]
        public static partial void Failed(ILogger logger, string reason);
    }
}
