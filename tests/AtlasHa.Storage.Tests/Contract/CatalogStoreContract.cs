using AtlasHa.Catalog.Storage;

namespace AtlasHa.Storage.Tests.Contract;

/// <summary>What every store promises, whatever is behind it. Each test gets an empty store with epoch 1 claimed by "id1".</summary>
public abstract class CatalogStoreContract(ITestStores stores) : IAsyncLifetime
{
    protected const long Epoch = 1;

    protected ICatalogStore Store { get; private set; } = null!;

    protected ITestStores Stores { get; } = stores;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Store = Stores.Open();
        await Store.InitializeAsync(Token);
        (await Store.TryClaimEpochAsync(Epoch, "id1", Token)).ShouldBeTrue();
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        await Stores.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected async Task WriteAsync(Func<ICatalogWriter, Task> work, long epoch = Epoch)
    {
        await using var writer = await Store.BeginWriteAsync(epoch, Token);
        await work(writer);
        await writer.CommitAsync(Token);
    }

    protected async Task<T> ReadAsync<T>(Func<ICatalogReader, ValueTask<T>> read, long epoch = Epoch)
    {
        await using var reader = await Store.OpenReaderAsync(epoch, Token);
        return await read(reader);
    }

    protected Task PutAsync(params EntityRow[] rows) => WriteAsync(async writer => await writer.PutEntitiesAsync(rows, Token));

    protected async Task<string[]> GuidsAsync(params string[] guids) =>
        [.. (await ReadAsync(reader => reader.ReadEntitiesAsync(guids, Token))).Keys.Order(StringComparer.Ordinal)];
}
