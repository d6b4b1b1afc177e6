using AtlasHa.Catalog.Storage;

namespace AtlasHa.Catalog.Answers;

/// <summary>The store as the writer of one term sees it: its transactions mark what they change. It does not own the store.</summary>
internal sealed class MarkingStore(ICatalogStore inner, ChangeMarks marks) : ICatalogStore
{
    public TimeSpan? SinceLastContact => inner.SinceLastContact;

    public Task InitializeAsync(CancellationToken cancellationToken) => inner.InitializeAsync(cancellationToken);

    public Task<EpochRecord> ReadEpochAsync(CancellationToken cancellationToken) => inner.ReadEpochAsync(cancellationToken);

    public ValueTask RequireEpochAsync(long epoch, CancellationToken cancellationToken) => inner.RequireEpochAsync(epoch, cancellationToken);

    public Task<bool> TryClaimEpochAsync(long epoch, string instanceId, CancellationToken cancellationToken) =>
        inner.TryClaimEpochAsync(epoch, instanceId, cancellationToken);

    public Task<ICatalogReader> OpenReaderAsync(long epoch, CancellationToken cancellationToken) => inner.OpenReaderAsync(epoch, cancellationToken);

    public async Task<ICatalogWriter> BeginWriteAsync(long epoch, CancellationToken cancellationToken) =>
        new MarkingWriter(await inner.BeginWriteAsync(epoch, cancellationToken).ConfigureAwait(false), marks);

    public ValueTask DisposeAsync() => default;
}
