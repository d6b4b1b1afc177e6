using AtlasHa.Catalog.Storage;

namespace AtlasHa.Catalog;

/// <summary>Term work that is one loop.</summary>
public abstract class TermWorker : ITermWork, IDisposable
{
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
    public void Dispose()
    {
        _stopping?.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>The loop: returns when the token is cancelled, or when nothing can be done in this term any more.</summary>
    private protected abstract Task RunAsync(MetadataCatalog catalog, CancellationToken cancellationToken);

    /// <summary>True when nothing can be done in this term any more.</summary>
    private protected static bool EndsTerm(Exception failure) =>
        failure is StaleEpochException or ObjectDisposedException or StoreUnavailableException { OutcomeUnknown: true };
}
