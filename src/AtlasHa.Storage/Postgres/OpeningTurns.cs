namespace AtlasHa.Storage.Postgres;

/// <summary>
/// Lets callers open connections few at a time. When an instance takes office all requests that waited for it come at once; a new connection for each
/// costs them and the server more than the reads that they are for, and most of them find one that another has just given back. Nobody waits long: a server
/// that does not answer must not make a queue.
/// </summary>
/// <param name="open">Opens one, or takes one that is idle.</param>
/// <param name="time">Clock.</param>
internal sealed class OpeningTurns<T>(Func<CancellationToken, ValueTask<T>> open, TimeProvider time) : IDisposable
{
    private const int AtOnce = 2;

    private readonly SemaphoreSlim _turns = new(AtOnce);

    /// <summary>After so long a caller goes without a turn.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromMilliseconds(50);

    public async Task<T> OpenAsync(CancellationToken cancellationToken)
    {
        var hasTurn = await _turns.WaitAsync(TimeSpan.Zero, cancellationToken).ConfigureAwait(false) || await HasTurnInTimeAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await open(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (hasTurn)
                _turns.Release();
        }
    }

    public void Dispose() => _turns.Dispose();

    private async Task<bool> HasTurnInTimeAsync(CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            await _turns.WaitAsync(either.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
