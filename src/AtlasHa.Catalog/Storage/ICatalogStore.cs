namespace AtlasHa.Catalog.Storage;

/// <summary>
/// The fenced store. Every read and write names the epoch of the term that it is made in; the store checks it in the same
/// snapshot or transaction and refuses with <see cref="StaleEpochException"/> unless it is exactly the highest epoch claimed.
/// </summary>
public interface ICatalogStore : IAsyncDisposable
{
    /// <summary>Creates or migrates the schema. Safe to call from several processes at once.</summary>
    Task InitializeAsync(CancellationToken cancellationToken);

    /// <summary>The highest epoch claimed and who claimed it.</summary>
    Task<EpochRecord> ReadEpochAsync(CancellationToken cancellationToken);

    /// <summary>Asks whether this epoch is the highest claimed, in the store's cheapest way. The answer is never older than the call.</summary>
    /// <exception cref="StaleEpochException">Another epoch is the highest.</exception>
    ValueTask RequireEpochAsync(long epoch, CancellationToken cancellationToken);

    /// <summary>
    /// Raises the epoch, durably, after waiting for (or breaking off) the write that is in flight. False when the store already holds
    /// this epoch or a higher one.
    /// </summary>
    Task<bool> TryClaimEpochAsync(long epoch, string instanceId, CancellationToken cancellationToken);

    /// <summary>Opens one consistent snapshot of the catalogue.</summary>
    /// <exception cref="StaleEpochException">Another epoch is the highest.</exception>
    Task<ICatalogReader> OpenReaderAsync(long epoch, CancellationToken cancellationToken);

    /// <summary>Starts a write transaction; at most one runs at a time over all processes.</summary>
    /// <exception cref="StaleEpochException">Another epoch is the highest.</exception>
    Task<ICatalogWriter> BeginWriteAsync(long epoch, CancellationToken cancellationToken);

    /// <summary>Monotonic time since the store last answered, null before the first answer.</summary>
    TimeSpan? SinceLastContact { get; }
}
