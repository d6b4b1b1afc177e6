using AtlasHa.Catalog.Hooks;
using AtlasHa.Catalog.Model;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Import;
using AtlasHa.Catalog.Model.Json;
using AtlasHa.Catalog.Requests;
using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Storage.Imports;

namespace AtlasHa.Catalog.Import.Background;

/// <summary>
/// Imports that go on in the background, in one term of office: how they come in, what is told of them, and the abort. Each change looks in its own
/// transaction at what the import is by then. All may throw <see cref="StaleEpochException"/> and <see cref="StoreUnavailableException"/>.
/// </summary>
public sealed class BackgroundImports
{
    /// <summary>So many may be there that are not over.</summary>
    public const int MaxUnfinished = 8;

    /// <summary>Of the parts of one import together: the store holds them until it is over.</summary>
    public const long MaxBytes = 256L << 20;

    private readonly CatalogAccess _access;
    private readonly ImportAudit _audit;
    private readonly IStoreOutlook? _outlook;
    private readonly ChangeSignal _changed = new();

    /// <param name="outlook">Of the store that gets the parts; null when it sees no trouble coming.</param>
    internal BackgroundImports(CatalogAccess access, ImportAudit audit, IStoreOutlook? outlook) => (_access, _audit, _outlook) = (access, audit, outlook);

    /// <summary>Completes, with the commit, when there may be something to do that was not there when this was read: whoever asked for it may have gone by then.</summary>
    public Task Changed => _changed.Next;

    /// <inheritdoc cref="Model.Grains.IAsyncImports.BeginImportAsync"/>
    /// <exception cref="AtlasException">500-00-006: as many are unfinished as may be. ATLASHA-422-001: the request's id was used for another one.</exception>
    public async Task<AtlasAsyncImportRequest?> BeginAsync(string importId, ImportOrigin origin, CallContext call, CancellationToken cancellationToken)
    {
        var key = KeyOf(call, origin);
        var concern = await FindConcernAsync(cancellationToken).ConfigureAwait(false);
        RememberedRequest? earlier = null;
        await _access.WriteAsync(
            key: null,
            async (writer, cancel) =>
            {
                earlier = key is null ? null : await RequestMemory.FindAsync(key, writer, cancel).ConfigureAwait(false);
                if (earlier is not null || await writer.Imports.FindAsync(importId, cancel).ConfigureAwait(false) is not null)
                    return;
                if (concern is not null)
                    throw concern;
                if ((await writer.Imports.CountAsync(cancel).ConfigureAwait(false)).Unfinished >= MaxUnfinished)
                    throw new AtlasException(
                        AtlasErrorCode.FailedToObtainImportExportLock,
                        $"{MaxUnfinished} imports are unfinished; see GET /api/atlas/admin/async/import/status, DELETE those that are not wanted or try again later");
                var begun = new StoredImport
                {
                    Shown = new AtlasAsyncImportRequest { Guid = importId, ImportId = importId, Status = AsyncImportState.Staging, ReceivedTime = _access.Now },
                    User = call.User,
                    Epoch = writer.Epoch,
                    LastStaged = _access.Now,
                };
                await writer.ImportChanges.PutAsync(begun.ToRow(), cancel).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
        return earlier is null ? null : RequestMemory.AnswerOf<AtlasAsyncImportRequest>(earlier);
    }

    /// <inheritdoc cref="Model.Grains.IAsyncImports.StageImportAsync"/>
    /// <exception cref="AtlasException">404-00-017: there is no such import, or it takes no parts. 400-00-029: parts before it are missing. 400-00-09F: too much.
    /// ATLASHA-503-007: it was begun in another term.</exception>
    public async Task<WriteReceipt> StageAsync(string importId, int number, ImportBatch part, CancellationToken cancellationToken)
    {
        var content = AtlasJson.Write(part);
        if (await FindConcernAsync(cancellationToken).ConfigureAwait(false) is { } concern)
            throw concern;
        return await _access.WriteAsync(
            key: null,
            async (writer, cancel) =>
            {
                var import = await GetStagingAsync(writer, importId, cancel).ConfigureAwait(false);
                if (number < import.Parts)
                    return;
                if (number > import.Parts)
                    throw new AtlasException(AtlasErrorCode.BadRequest, $"part {number} of import {importId} comes before part {import.Parts}");
                var next = import.WithPart(content.Length, part.Entities.Count, _access.Now);
                if (next.Bytes > MaxBytes)
                    throw new AtlasException(AtlasErrorCode.ImportInvalidZipEntry, $"the files have more than {MaxBytes} bytes together, as the store keeps them");
                await writer.ImportChanges.PutPartAsync(importId, number, content, cancel).ConfigureAwait(false);
                await writer.ImportChanges.PutAsync(next.ToRow(), cancel).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc cref="Model.Grains.IAsyncImports.QueueImportAsync"/>
    /// <exception cref="AtlasException">404-00-017: there is no such import, or it was queued before. 400-00-08A: nothing is in it.
    /// ATLASHA-503-007: it was begun in another term.</exception>
    public Task<AtlasAsyncImportRequest> QueueAsync(string importId, ImportOrigin origin, CallContext call, CancellationToken cancellationToken) =>
        _access.WriteRowsAsync(
            KeyOf(call, origin),
            async (writer, cancel) =>
            {
                var import = await GetStagingAsync(writer, importId, cancel).ConfigureAwait(false);
                if (import.Parts == 0)
                    throw new AtlasException(AtlasErrorCode.ImportAttemptingEmptyZip);
                var queued = import.Queued(origin, _access.Now);
                await writer.ImportChanges.PutAsync(queued.ToRow(), cancel).ConfigureAwait(false);
                return queued.Shown;
            },
            cancellationToken, _changed.Give);

    /// <inheritdoc cref="Model.Grains.IAsyncImports.AbandonImportAsync"/>
    public Task<WriteReceipt> AbandonAsync(string importId, CancellationToken cancellationToken) =>
        _access.WriteAsync(
            key: null,
            async (writer, cancel) =>
            {
                if (await writer.Imports.FindAsync(importId, cancel).ConfigureAwait(false) is { Phase: ImportPhase.Staging })
                    await writer.ImportChanges.DeleteAsync(importId, cancel).ConfigureAwait(false);
            },
            cancellationToken, _changed.Give);

    /// <inheritdoc cref="Model.Grains.IAsyncImports.GetImportsAsync"/>
    /// <exception cref="AtlasException">400-00-01A: a negative offset or limit.</exception>
    public Task<AsyncImportPage> ListAsync(int offset, int limit, CancellationToken cancellationToken)
    {
        if (offset < 0 || limit < 0)
            throw new AtlasException(AtlasErrorCode.InvalidParameters, $"offset ({offset}) and limit ({limit}) must not be negative");
        return _access.ReadAsync(
            async (reader, _) => new AsyncImportPage
            {
                Imports = [.. (await reader.Imports.ReadPageAsync(offset, limit, cancellationToken).ConfigureAwait(false)).Select(row => StoredImport.Of(row).InList())],
                TotalCount = (await reader.Imports.CountAsync(cancellationToken).ConfigureAwait(false)).All,
            },
            cancellationToken);
    }

    /// <inheritdoc cref="Model.Grains.IAsyncImports.GetImportAsync"/>
    /// <exception cref="AtlasException">404-00-017: there is none.</exception>
    public Task<AtlasAsyncImportRequest> GetAsync(string importId, CancellationToken cancellationToken) => _access.ReadAsync(
        async (reader, _) => (await GetAsync(reader, importId, cancellationToken).ConfigureAwait(false)).Counted().Shown, cancellationToken);

    /// <inheritdoc cref="Model.Grains.IAsyncImports.AbortImportAsync"/>
    /// <exception cref="AtlasException">404-00-017: there is none. 409-00-016: it is over.</exception>
    public Task<WriteReceipt> AbortAsync(string importId, CallContext call, CancellationToken cancellationToken) =>
        _access.WriteAsync(
            RequestKey.Of(call, "import.async.abort", importId),
            async (writer, cancel) =>
            {
                var import = await GetAsync(writer, importId, cancel).ConfigureAwait(false);
                if (import.Phase == ImportPhase.Over)
                    throw new AtlasException(AtlasErrorCode.ImportAbortNotAllowed, importId, import.Shown.Status);
                var aborted = import.Aborted(_access.Now);
                await writer.ImportChanges.PutAsync(aborted.ToRow(), cancel).ConfigureAwait(false);
                await _audit.NoteAsync(writer, aborted, cancel).ConfigureAwait(false);
            },
            cancellationToken, _changed.Give);

    // An import must not take the room that is left for what users write. The look may block for as long as the disk does.
    private async Task<StoreUnavailableException?> FindConcernAsync(CancellationToken cancellationToken) =>
        _outlook is not null && await Task.Run(_outlook.FindConcern, cancellationToken).ConfigureAwait(false) is { } concern
            ? new StoreUnavailableException($"imports are not taken in now: {concern}", outcomeUnknown: false)
            : null;

    private static async ValueTask<StoredImport> GetAsync(ICatalogReader reader, string importId, CancellationToken cancellationToken) =>
        await reader.Imports.FindAsync(importId, cancellationToken).ConfigureAwait(false) is { } row
            ? StoredImport.Of(row)
            : throw new AtlasException(AtlasErrorCode.ImportNotFound, importId);

    private static async ValueTask<StoredImport> GetStagingAsync(ICatalogReader reader, string importId, CancellationToken cancellationToken)
    {
        if (await GetAsync(reader, importId, cancellationToken).ConfigureAwait(false) is not { Phase: ImportPhase.Staging } import)
            throw new AtlasException(AtlasErrorCode.ImportNotFound, $"{importId} that takes parts");
        return import.Epoch == reader.Epoch ? import : throw new AtlasException(AtlasHaErrorCode.ImportCutOff, importId);
    }

    private static RequestKey? KeyOf(CallContext call, ImportOrigin origin) => RequestKey.Of(call, "import.async", origin.ContentHash, origin.Request);
}
