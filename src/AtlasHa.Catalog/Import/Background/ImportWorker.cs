using AtlasHa.Catalog.Storage;
using Microsoft.Extensions.Logging;

namespace AtlasHa.Catalog.Import.Background;

/// <summary>Takes background imports while this instance is in office. Where they go on is always what the store says.</summary>
public sealed partial class ImportWorker(TimeProvider time, ILogger<ImportWorker> logger) : ITermWork, IDisposable
{
    /// <summary>A step that fails so often, and not for the store's sake, is given up with its import: it must not stop those behind it.</summary>
    private const int MaxTries = 3;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private CancellationTokenSource? _stopping;
    private Task _running = Task.CompletedTask;

    /// <inheritdoc/>
    public void Start(MetadataCatalog catalog)
    {
        var stopping = _stopping = new CancellationTokenSource();
        _running = Task.Run(() => RunAsync(catalog, stopping.Token), CancellationToken.None);
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_stopping is not { } stopping)
            return;
        _stopping = null;
        await stopping.CancelAsync().ConfigureAwait(false);
        await _running.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stopping.Dispose();
    }

    /// <inheritdoc/>
    public void Dispose() => _stopping?.Dispose();

    private async Task RunAsync(MetadataCatalog catalog, CancellationToken cancellationToken)
    {
        var (pause, tries, isFirst) = (FirstPause, 0, true);
        while (true)
        {
            try
            {
                if (isFirst)
                    await catalog.ImportSteps.ForgetInterruptedAsync(cancellationToken).ConfigureAwait(false);
                isFirst = false;
                var changed = catalog.BackgroundImports.Changed;
                if (!await catalog.ImportSteps.TakeAsync(cancellationToken).ConfigureAwait(false))
                    await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
                (pause, tries) = (FirstPause, 0);
            }
            catch (Exception failure) when (cancellationToken.IsCancellationRequested || EndsTerm(failure))
            {
                return;
            }
            catch (Exception failure)
            {
                LogPausing(logger, pause.TotalSeconds, failure is StoreUnavailableException ? null : failure, failure.Message);
                if (failure is not StoreUnavailableException && ++tries % MaxTries == 0)
                    await GiveUpAsync(catalog, failure, cancellationToken).ConfigureAwait(false);
                await Task.Delay(pause, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
    }

    // If the store fails meanwhile, the step is tried again and fails again.
    private async Task GiveUpAsync(MetadataCatalog catalog, Exception failure, CancellationToken cancellationToken)
    {
        try
        {
            await catalog.ImportSteps.FailAsync($"it cannot be processed: {failure.Message}", cancellationToken).ConfigureAwait(false);
        }
        catch (Exception another) when (another is not OutOfMemoryException)
        {
            LogPausing(logger, LongestPause.TotalSeconds, another, another.Message);
        }
    }

    private static bool EndsTerm(Exception failure) =>
        failure is StaleEpochException or ObjectDisposedException or StoreUnavailableException { OutcomeUnknown: true };

    [LoggerMessage(1, LogLevel.Warning, "Background imports pause for {Seconds:0.#} s, nothing is passed over: {Reason}")]
    private static partial void LogPausing(ILogger logger, double seconds, Exception? failure, string reason);
}
