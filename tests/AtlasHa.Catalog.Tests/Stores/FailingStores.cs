using AtlasHa.Catalog.Storage;

namespace AtlasHa.Catalog.Tests.Stores;

/// <summary>Real stores whose writes can be made to fail before they begin.</summary>
public sealed class FailingStores(IStores stores) : IStores
{
    /// <summary>Asked before each write; what it answers is thrown. By default no write fails.</summary>
    public Func<ICatalogStore, long, Task<Exception?>> Failure { get; set; } = (_, _) => Task.FromResult<Exception?>(null);

    /// <summary>What trouble it sees coming.</summary>
    public string? Concern { get; set; }

    /// <summary>No snapshot can be opened either.</summary>
    public bool ReadsFail { get; set; }

    /// <summary>As the store says it of a write that it could not begin.</summary>
    public static StoreUnavailableException Unavailable { get; } = new("it takes no writes in this test", outcomeUnknown: false);

    public async Task<ICatalogStore> CreateAsync() => new FailingStore(await stores.CreateAsync(), this);

    /// <summary>Lets every write through again.</summary>
    public void Recover() => (Failure, ReadsFail) = ((_, _) => Task.FromResult<Exception?>(null), false);

    /// <summary>Lets one write through, fails the next one, and so on.</summary>
    public void FailEverySecond(Exception failure, Action? onFailure = null)
    {
        var fails = true;
        Failure = (_, _) =>
        {
            fails = !fails;
            if (fails) onFailure?.Invoke();
            return Task.FromResult(fails ? failure : null);
        };
    }

    private sealed class FailingStore(ICatalogStore inner, FailingStores owner) : ICatalogStore, IStoreOutlook
    {
        public TimeSpan? SinceLastContact => inner.SinceLastContact;

        public Task InitializeAsync(CancellationToken cancellationToken) => inner.InitializeAsync(cancellationToken);

        public Task<EpochRecord> ReadEpochAsync(CancellationToken cancellationToken) => inner.ReadEpochAsync(cancellationToken);

        public ValueTask RequireEpochAsync(long epoch, CancellationToken cancellationToken) => inner.RequireEpochAsync(epoch, cancellationToken);

        public Task<bool> TryClaimEpochAsync(long epoch, string instanceId, CancellationToken cancellationToken) =>
            inner.TryClaimEpochAsync(epoch, instanceId, cancellationToken);

        public Task<ICatalogReader> OpenReaderAsync(long epoch, CancellationToken cancellationToken) =>
            owner.ReadsFail ? throw Unavailable : inner.OpenReaderAsync(epoch, cancellationToken);

        public async Task<ICatalogWriter> BeginWriteAsync(long epoch, CancellationToken cancellationToken) =>
            await owner.Failure(inner, epoch) is { } failure ? throw failure : await inner.BeginWriteAsync(epoch, cancellationToken);

        public string? FindConcern() => owner.Concern;

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
