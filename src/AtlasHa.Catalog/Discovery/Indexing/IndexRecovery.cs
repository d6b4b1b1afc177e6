using AtlasHa.Catalog.Entities;
using AtlasHa.Catalog.Requests;
using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Storage.Search;
using AtlasHa.Catalog.Types;
using Microsoft.Extensions.Logging;

namespace AtlasHa.Catalog.Discovery.Indexing;

/// <summary>
/// Writes the place of entities in the search index anew. It is never needed in normal service, since the index changes in the transaction of the entity; it
/// is for a store that somebody has worked on past this software.
/// </summary>
public sealed partial class IndexRecovery
{
    private const int BatchSize = 500;

    private readonly CatalogAccess _access;
    private readonly ILogger<IndexRecovery> _logger;

    internal IndexRecovery(CatalogAccess access, ILogger<IndexRecovery> logger) => (_access, _logger) = (access, logger);

    /// <inheritdoc cref="Model.Grains.IDiscovery.RecoverIndexAsync"/>
    public async Task<long> RunAsync(long since, CancellationToken cancellationToken)
    {
        var count = 0L;
        for (long? after = 0; after is { } id;)
        {
            var (end, written) = ((long?)null, 0);
            await _access.WriteAsync(
                key: null,
                async (writer, cancel) =>
                {
                    var batch = await writer.ReadAllEntitiesAsync(id, BatchSize, cancel).ConfigureAwait(false);
                    SearchRow[] rows = [.. batch.Where(hit => hit.Entity.UpdateTime >= since).Select(RowOf).OfType<SearchRow>()];
                    await writer.SetSearchAsync(rows, cancel).ConfigureAwait(false);
                    (end, written) = (batch.Count < BatchSize ? null : batch[^1].Position.Id, rows.Length);
                },
                cancellationToken).ConfigureAwait(false);
            (after, count) = (end, count + written);
        }
        Log.Done(_logger, count, since);
        return count;
    }

    private SearchRow? RowOf(SearchHit hit) => _access.Types.TryGet<EntityType>(hit.Entity.TypeName, out var type)
        ? SearchRows.Of(StoredEntity.FromRow(hit.Entity), type, isNew: false, withWords: true)
        : null;

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "The search index was written anew for {Count} entities that changed at or after {Since} ms since the Unix epoch")]
        public static partial void Done(ILogger logger, long count, long since);
    }
}
