using AtlasHa.Catalog.Entities;
using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Storage.Search;
using AtlasHa.Catalog.Types;
using Microsoft.Extensions.Logging;

namespace AtlasHa.Catalog.Discovery.Indexing;

/// <summary>
/// Brings the entities of a store that had no search index into it, a batch in each transaction. Each notes how far it came: a term that ends meanwhile
/// leaves the next one less to do.
/// </summary>
internal sealed partial class IndexRebuild(ICatalogStore store, long epoch, ILogger logger)
{
    private const int BatchSize = 1000;

    /// <param name="after">The id after which entities are missing.</param>
    /// <param name="types">The types of the entities.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task RunAsync(long after, TypeRegistry types, CancellationToken cancellationToken)
    {
        Log.Started(logger, after);
        var count = 0L;
        for (long? gap = after; gap is { } id;)
        {
            var writer = await store.BeginWriteAsync(epoch, cancellationToken).ConfigureAwait(false);
            await using (writer.ConfigureAwait(false))
            {
                var batch = await writer.ReadAllEntitiesAsync(id, BatchSize, cancellationToken).ConfigureAwait(false);
                await writer.SetSearchAsync([.. batch.Select(hit => RowOf(hit, types)).OfType<SearchRow>()], cancellationToken).ConfigureAwait(false);
                gap = batch.Count < BatchSize ? null : batch[^1].Position.Id;
                await writer.SetSearchIndexGapAsync(gap, cancellationToken).ConfigureAwait(false);
                await writer.CommitAsync(cancellationToken).ConfigureAwait(false);
                count += batch.Count;
            }
        }
        Log.Done(logger, count);
    }

    // A type in use is never deleted. Should one be missing all the same, that must not keep the term from opening.
    private static SearchRow? RowOf(SearchHit hit, TypeRegistry types) => types.TryGet<EntityType>(hit.Entity.TypeName, out var type)
        ? SearchRows.Of(StoredEntity.FromRow(hit.Entity), type, isNew: false, withWords: true)
        : null;

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Entities after id {After} are not in the search index yet: bringing them into it before taking office")]
        public static partial void Started(ILogger logger, long after);

        [LoggerMessage(Level = LogLevel.Information, Message = "{Count} entities were brought into the search index")]
        public static partial void Done(ILogger logger, long count);
    }
}
