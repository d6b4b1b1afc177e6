using AtlasHa.Catalog.Storage;

namespace AtlasHa.Catalog;

/// <summary>Term work that is one loop, and for which nobody waits: it begins a moment after the requests that were held for the term.</summary>
/// <param name="time">Clock.</param>
public abstract class TermWorker(TimeProvider time) : ITermWork, IDisposable
{
    private static readonly TimeSpan BehindRequests = TimeSpan.FromSeconds(1);

    private CancellationTokenSource? _stopping;
    private Task _running = Task.CompletedTask;

    private protected TimeProvider Time => time;

    /// <inheritdoc/>
    public void Start(MetadataCatalog catalog)
    {
        var stopping = _stopping = new CancellationTokenSource();
        _running = Task.Run(() => BeginAsync(catalog, stopping.Token), CancellationToken.None);
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
    public void Dispose()
    {
        _stopping?.Dispose();
        GC.SuppressFinalize(this);
    }

    private async Task BeginAsync(MetadataCatalog catalog, CancellationToken cancellationToken)
    {
        await Task.Delay(BehindRequests, Time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!cancellationToken.IsCancellationRequested)
            await RunAsync(catalog, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The loop: returns when the token is cancelled, or when nothing can be done in this term any more.</summary>
    private protected abstract Task RunAsync(MetadataCatalog catalog, CancellationToken cancellationToken);

    /// <summary>True when nothing can be done in this term any more.</summary>
    private protected static bool EndsTerm(Exception failure) =>
        failure is StaleEpochException or ObjectDisposedException or StoreUnavailableException { OutcomeUnknown: true };
}
