using AtlasHa.Catalog.Storage;
using Microsoft.Extensions.Logging;

namespace AtlasHa.Catalog.Import.Background;

/// <summary>Takes background imports while this instance is in office. Where they go on is always what the store says.</summary>
public sealed partial class ImportWorker(TimeProvider time, ILogger<ImportWorker> logger) : TermWorker(time)
{
    /// <summary>A step that fails so often, and not for the store's sake, is given up with its import: it must not stop those behind it.</summary>
    private const int MaxTries = 3;

    /// <summary>Between such tries: most troubles pass in the minute that all of them take.</summary>
    private static readonly TimeSpan PauseOfTries = TimeSpan.FromSeconds(30);

    /// <summary>Nothing tells that an upload does not go on.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private protected override async Task RunAsync(MetadataCatalog catalog, CancellationToken cancellationToken)
    {
        var pause = FirstPause;
        var (tried, tries) = ((string?)null, 0);
        var way = new GivingWay(catalog, Time);
        while (true)
        {
            try
            {
                var (changed, begun) = (catalog.BackgroundImports.Changed, Time.GetTimestamp());
                if (await catalog.ImportSteps.TakeAsync(cancellationToken).ConfigureAwait(false))
                    await way.GiveWayAsync(begun, cancellationToken).ConfigureAwait(false);
                else
                    await changed.WaitAsync(LookAgain, Time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                (pause, tries) = (FirstPause, 0);
            }
            catch (Exception failure) when (cancellationToken.IsCancellationRequested || EndsTerm(failure))
            {
                return;
            }
            catch (ImportStepException failure)
            {
                LogFailed(logger, failure.ImportId, failure, failure.Message);
                (tried, tries) = (failure.ImportId, failure.ImportId == tried ? tries + 1 : 1);
                if (tries < MaxTries || !await TryGiveUpAsync(catalog, failure, cancellationToken).ConfigureAwait(false))
                    await PauseAsync(PauseOfTries, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception failure)
            {
                LogPausing(logger, pause.TotalSeconds, failure is StoreUnavailableException ? null : failure, failure.Message);
                await PauseAsync(pause, cancellationToken).ConfigureAwait(false);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
    }

    // The cancellation shows at the next step.
    private async Task PauseAsync(TimeSpan pause, CancellationToken cancellationToken) =>
        await Task.Delay(pause, Time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    // If this fails too, the step is tried again and fails again.
    private async Task<bool> TryGiveUpAsync(MetadataCatalog catalog, ImportStepException failure, CancellationToken cancellationToken)
    {
        try
        {
            await catalog.ImportSteps.FailAsync(failure.ImportId, failure.Message, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (Exception another) when (another is not OutOfMemoryException)
        {
            LogFailed(logger, failure.ImportId, another, another.Message);
            return false;
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Background imports pause for {Seconds:0.#} s, nothing is passed over: {Reason}")]
    private static partial void LogPausing(ILogger logger, double seconds, Exception? failure, string reason);

    [LoggerMessage(2, LogLevel.Warning, "A step of background import {ImportId} has failed: {Reason}")]
    private static partial void LogFailed(ILogger logger, string importId, Exception failure, string reason);
}
