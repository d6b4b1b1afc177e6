namespace AtlasHa.ZooKeeper;

/// <summary>
/// Holds one long-lived session and replaces it once it is over. For users that own no ephemeral nodes: nothing of the old
/// session, neither ephemerals nor watches, is carried over.
/// </summary>
public sealed class RenewingZooKeeperClient(IZooKeeperClientFactory factory) : IAsyncDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private IZooKeeperClient? _current;
    private bool _disposed;

    /// <summary>
    /// The live session, or a new one that is already trying to connect. Do not dispose it, and do not keep it: ask again for
    /// every piece of work. Throws <see cref="ObjectDisposedException"/> after disposal.
    /// </summary>
    public async ValueTask<IZooKeeperClient> GetAsync(CancellationToken cancellationToken = default)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_current is { SessionEnded.IsCancellationRequested: true } ended)
            {
                _current = null;
                await ended.DisposeAsync().ConfigureAwait(false);
            }
            return _current ??= factory.Create();
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Closes the session.</summary>
    public async ValueTask DisposeAsync()
    {
        await _gate.WaitAsync().ConfigureAwait(false);
        try
        {
            _disposed = true;
            if (_current is { } current)
            {
                _current = null;
                await current.DisposeAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            _gate.Release();
        }
    }
}
