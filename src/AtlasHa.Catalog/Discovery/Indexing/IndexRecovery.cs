using System.Globalization;
using AtlasHa.Catalog.Entities;
using AtlasHa.Catalog.Hooks;
using AtlasHa.Catalog.Model.Discovery;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Requests;
using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Storage.Search;
using AtlasHa.Catalog.Types;
using Microsoft.Extensions.Logging;

namespace AtlasHa.Catalog.Discovery.Indexing;

/// <summary>
/// Writes the place of entities in the search index anew, one recovery at a time, which <see cref="IndexRecoveryWorker"/> takes on step by step. It is never
/// needed in normal service, since the index changes in the transaction of the entity; it is for a store that somebody has worked on past this software. It
/// ends with the term.
/// </summary>
public sealed partial class IndexRecovery
{
    private const int BatchSize = 250;

    private readonly CatalogAccess _access;
    private readonly ILogger<IndexRecovery> _logger;
    private readonly ChangeSignal _changed = new();
    private readonly Lock _gate = new();
    private IndexRecoveryStatus? _status;
    private long _after;

    internal IndexRecovery(CatalogAccess access, ILogger<IndexRecovery> logger) => (_access, _logger) = (access, logger);

    /// <summary>Completes when there may be something to do that was not there when this was read.</summary>
    public Task Changed => _changed.Next;

    /// <inheritdoc cref="Model.Grains.IDiscovery.StartIndexRecoveryAsync"/>
    /// <exception cref="AtlasException">ATLASHA-409-010: one since another time is running.</exception>
    public async Task<IndexRecoveryStatus> StartAsync(long since, CancellationToken cancellationToken)
    {
        await ConfirmTermAsync(cancellationToken).ConfigureAwait(false);
        IndexRecoveryStatus begun;
        lock (_gate)
        {
            if (_status is { State: IndexRecoveryStatus.Running } running)
                return running.Since == since ? running : throw new AtlasException(AtlasHaErrorCode.IndexRecoveryRunning, Text(running.Since), running.Seen);
            _after = 0;
            begun = _status = new IndexRecoveryStatus { State = IndexRecoveryStatus.Running, Since = since, BeginTime = _access.Now };
        }
        _changed.Give();
        return begun;
    }

    /// <inheritdoc cref="Model.Grains.IDiscovery.GetIndexRecoveryAsync"/>
    public async Task<IndexRecoveryStatus?> GetAsync(CancellationToken cancellationToken)
    {
        await ConfirmTermAsync(cancellationToken).ConfigureAwait(false);
        lock (_gate) return _status;
    }

    /// <summary>
    /// Looks at the next entities. Which of them are due is read beside the writers; those alone are read again in the write. False: there is nothing to do.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The store failed; the next step is the same one.</exception>
    public async Task<bool> StepAsync(CancellationToken cancellationToken)
    {
        if (_status is not { State: IndexRecoveryStatus.Running } running)
            return false;
        var (seen, last, due) = await _access.ReadAsync(
            async (reader, _) =>
            {
                var batch = await reader.ReadAllEntitiesAsync(_after, BatchSize, cancellationToken).ConfigureAwait(false);
                string[] guids = [.. batch.Where(hit => hit.Entity.UpdateTime >= running.Since).Select(hit => hit.Entity.Guid)];
                return (batch.Count, batch.Count < BatchSize ? (long?)null : batch[^1].Position.Id, guids);
            },
            cancellationToken).ConfigureAwait(false);
        var written = due.Length == 0 ? 0 : await WriteAsync(due, cancellationToken).ConfigureAwait(false);
        var next = running with { Seen = running.Seen + seen, Written = running.Written + written };
        if (last is { } id)
            _after = id;
        else
            next = next with { State = IndexRecoveryStatus.Done, EndTime = _access.Now };
        lock (_gate) _status = next;
        if (last is null)
            Log.Done(_logger, next.Written, Text(next.Since));
        return true;
    }

    /// <summary>Gives the recovery up that is running.</summary>
    internal void Fail(string reason)
    {
        lock (_gate)
        {
            if (_status is { State: IndexRecoveryStatus.Running } running)
                _status = running with { State = IndexRecoveryStatus.Failed, EndTime = _access.Now, Reason = reason };
        }
    }

    private async Task<int> WriteAsync(string[] guids, CancellationToken cancellationToken)
    {
        var written = 0;
        await _access.WriteAsync(
            key: null,
            async (writer, cancel) =>
            {
                var entities = await writer.ReadEntitiesAsync(guids, cancel).ConfigureAwait(false);
                SearchRow[] rows = [.. entities.Values.Select(RowOf).OfType<SearchRow>()];
                await writer.SetSearchAsync(rows, cancel).ConfigureAwait(false);
                written = rows.Length;
            },
            cancellationToken).ConfigureAwait(false);
        return written;
    }

    private SearchRow? RowOf(EntityRow row) => _access.Types.TryGet<EntityType>(row.TypeName, out var type)
        ? SearchRows.Of(StoredEntity.FromRow(row), type, isNew: false, withWords: true)
        : null;

    // What is in memory is the answer only while this is the term: a snapshot says so.
    private Task<bool> ConfirmTermAsync(CancellationToken cancellationToken) =>
        _access.ReadAsync(static (_, _) => ValueTask.FromResult(true), cancellationToken);

    private static string Text(long time) => DateTimeOffset
        .FromUnixTimeMilliseconds(Math.Clamp(time, DateTimeOffset.MinValue.ToUnixTimeMilliseconds(), DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()))
        .ToString("O", CultureInfo.InvariantCulture);

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "The search index was written anew for {Count} entities that changed at or after {Since}")]
        public static partial void Done(ILogger logger, long count, string since);
    }
}
