using AtlasHa.Catalog.Storage;

namespace AtlasHa.Catalog.Answers;

/// <summary>
/// Asks the store whether this term's epoch is still the highest, once for all who wait at the same time: whoever comes while a question is
/// under way waits for the next one, which begins after it came. So the answer is about a moment after the call, as if each had asked by
/// itself.
/// </summary>
internal sealed class EpochConfirmer(ICatalogStore store, long epoch) : IThreadPoolWorkItem, IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _closing = new();
    private TaskCompletionSource? _waiting;
    private TaskCompletionSource? _asking;
    private bool _isScheduled;
    private bool _isClosed;

    /// <exception cref="StaleEpochException">The store has accepted another epoch.</exception>
    /// <exception cref="StoreUnavailableException">The store failed.</exception>
    /// <exception cref="ObjectDisposedException">The term is over here.</exception>
    public Task ConfirmAsync()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            _waiting ??= new TaskCompletionSource();
            if (!_isScheduled)
                Schedule();
            return _waiting.Task;
        }
    }

    void IThreadPoolWorkItem.Execute() => _ = AskAsync();

    /// <summary>Whoever waits gets <see cref="ObjectDisposedException"/>, even if the store never answers.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            if (_isClosed)
                return;
            _isClosed = true;
        }
        // Nobody can join them any more.
        var over = new ObjectDisposedException(nameof(EpochConfirmer), $"the term of epoch {epoch} is over here");
        Fail(_waiting, over);
        Fail(_asking, over);
        await _closing.CancelAsync().ConfigureAwait(false);
        _closing.Dispose();
    }

    /// <summary>At the end of the global queue: requests that have arrived already come first, and share the question.</summary>
    private void Schedule()
    {
        _isScheduled = true;
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    private async Task AskAsync()
    {
        TaskCompletionSource asking;
        lock (_lock)
        {
            if (_isClosed)
                return;
            (_asking, _waiting) = (_waiting!, null);
            asking = _asking;
        }
        try
        {
            await store.RequireEpochAsync(epoch, _closing.Token).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            GoOn();
            Fail(asking, failure);
            return;
        }
        GoOn();
        asking.TrySetResult();
    }

    /// <summary>Before those who have their answer go on with their requests on this thread.</summary>
    private void GoOn()
    {
        lock (_lock)
        {
            _isScheduled = false;
            if (_waiting is not null)
                Schedule();
        }
    }

    private static void Fail(TaskCompletionSource? waiting, Exception failure)
    {
        if (waiting?.TrySetException(failure) == true)
            _ = waiting.Task.Exception;
    }
}
