using AtlasHa.Catalog.Storage;
using AtlasHa.Storage.Tests.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace AtlasHa.Storage.Tests.Queue;

/// <summary>A queue on a real store at epoch 1.</summary>
public abstract class WriteQueueFixture : IAsyncLifetime
{
    private readonly SqliteTestStores _stores = new();

    protected ICatalogStore Store { get; private set; } = null!;

    protected WriteQueue Queue { get; private set; } = null!;

    private protected FailingCommit Commits { get; private set; } = null!;

    protected virtual TimeSpan StopTimeout => Deadline.Generous;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        (Store, Commits) = FailingCommit.Before(_stores.Open());
        await Store.InitializeAsync(Token);
        (await Store.TryClaimEpochAsync(1, "id1", Token)).ShouldBeTrue();
        Queue = new WriteQueue(
            Store, 1, new WriteQueueOptions { MaxGroupSize = 4, StopTimeout = StopTimeout }, TimeProvider.System, NullLogger<WriteQueue>.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        await Queue.DisposeAsync().AsTask().WaitAsync(Deadline.Generous, CancellationToken.None);
        await Store.DisposeAsync();
        await _stores.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Starts work that holds the queue until it is told to go on, so that what follows waits together.</summary>
    protected async Task<HeldWork> HoldAsync(WriteOptions? options = null, CancellationToken cancellationToken = default)
    {
        var held = new HeldWork();
        held.Answer = Queue.RunAsync(held.RunAsync, options ?? WriteOptions.Default, cancellationToken);
        await held.Started.Within();
        return held;
    }

    /// <summary>Queues the creation of an entity; the answer is the writer that it ran on, which is the same within one group.</summary>
    protected Task<ICatalogWriter> PutAsync(string guid, WriteOptions? options = null, CancellationToken cancellationToken = default) =>
        Queue.RunAsync(
            async (writer, token) =>
            {
                await writer.PutEntitiesAsync([Rows.Entity(guid)], token);
                return writer;
            },
            options ?? WriteOptions.Default, cancellationToken);

    /// <summary>Queues work that creates an entity and then throws.</summary>
    protected Task<ICatalogWriter> PutAndThrowAsync(string guid, Exception failure, WriteOptions? options = null) =>
        Queue.RunAsync<ICatalogWriter>(
            async (writer, token) =>
            {
                await writer.PutEntitiesAsync([Rows.Entity(guid)], token);
                throw failure;
            },
            options ?? WriteOptions.Default, Token);

    protected async Task<string> StoredAsync(string guids, long epoch = 1)
    {
        await using var reader = await Store.OpenReaderAsync(epoch, Token);
        var found = await reader.ReadEntitiesAsync([.. guids.Select(guid => guid.ToString())], Token);
        return string.Concat(found.Keys.Order(StringComparer.Ordinal));
    }
}
