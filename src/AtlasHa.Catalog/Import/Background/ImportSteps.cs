using AtlasHa.Catalog.Model;
using AtlasHa.Catalog.Model.Import;
using AtlasHa.Catalog.Model.Json;
using AtlasHa.Catalog.Requests;
using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Storage.Imports;

namespace AtlasHa.Catalog.Import.Background;

/// <summary>
/// Takes background imports step by step: the oldest one, a part at a time. Each entity is counted in the transaction that takes it, so a part that was cut
/// short goes on with the first entity that was not taken.
/// </summary>
public sealed class ImportSteps
{
    /// <summary>So many that are over can still be looked at.</summary>
    public const int MaxKept = 100;

    private const int PartsDroppedAtOnce = 8;

    private readonly CatalogAccess _access;
    private readonly CatalogImport _import;
    private readonly ImportAudit _audit;

    internal ImportSteps(CatalogAccess access, CatalogImport import, ImportAudit audit) => (_access, _import, _audit) = (access, import, audit);

    /// <summary>Forgets what came in in an earlier term and was not queued: whoever sent it has no answer, and sends it again.</summary>
    public async Task ForgetInterruptedAsync(CancellationToken cancellationToken)
    {
        // A term that finds nothing writes nothing.
        var count = await CountAsync(cancellationToken).ConfigureAwait(false);
        if (count.Unfinished == 0)
            return;
        await _access.WriteAsync(
            key: null,
            async (writer, cancel) =>
            {
                foreach (var row in await writer.Imports.ReadPageAsync(0, count.All, cancel).ConfigureAwait(false))
                {
                    if (row.Phase == ImportPhase.Staging && StoredImport.Of(row).Epoch != writer.Epoch)
                        await writer.ImportChanges.DeleteAsync(row.ImportId, cancel).ConfigureAwait(false);
                }
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes one step; false when there is nothing to do.</summary>
    public async Task<bool> TakeAsync(CancellationToken cancellationToken)
    {
        if (await FindAsync(cancellationToken).ConfigureAwait(false) is not { } row)
            return await TidyAsync(cancellationToken).ConfigureAwait(false);
        var import = StoredImport.Of(row);
        if (import.Shown.Status == AsyncImportState.Waiting)
            await ChangeAsync(row, import.Begun(_access.Now), cancellationToken).ConfigureAwait(false);
        else if (import.Progress.Part == import.Parts)
            await ChangeAsync(row, import.Done(_access.Now), cancellationToken).ConfigureAwait(false);
        else
            await TakePartAsync(row, import, cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>Gives up the import whose turn it is.</summary>
    public async Task FailAsync(string reason, CancellationToken cancellationToken)
    {
        if (await FindAsync(cancellationToken).ConfigureAwait(false) is { } row)
            await ChangeAsync(row, StoredImport.Of(row).Failed("import", reason, _access.Now), cancellationToken).ConfigureAwait(false);
    }

    private Task<ImportRow?> FindAsync(CancellationToken cancellationToken) => _access.ReadAsync(
        (reader, _) => reader.Imports.FindOldestAsync(ImportPhase.Queued, cancellationToken), cancellationToken);

    private async Task TakePartAsync(ImportRow row, StoredImport import, CancellationToken cancellationToken)
    {
        var number = import.Progress.Part;
        var content = await _access.ReadAsync((reader, _) => reader.Imports.FindPartAsync(row.ImportId, number, cancellationToken), cancellationToken).ConfigureAwait(false)
            ?? throw new InvalidOperationException($"part {number} of import {row.ImportId} is not in the store");
        var batch = AtlasJson.Parse<ImportBatch>(content);
        var run = new PartRun(_import, import);
        try
        {
            var next = await run.TakeAsync(batch, _access.Now, cancellationToken).ConfigureAwait(false);
            await ChangeAsync(row with { Progress = run.StoredProgress }, next, cancellationToken).ConfigureAwait(false);
        }
        catch (ImportMovedException)
        {
            // Looked at again in the next step.
        }
    }

    // Unless it has become another one meanwhile: it was aborted, or a write whose answer was lost has counted the part.
    internal Task<WriteReceipt> ChangeAsync(ImportRow read, StoredImport next, CancellationToken cancellationToken) => _access.WriteAsync(
        key: null,
        async (writer, cancel) =>
        {
            if (await writer.Imports.FindAsync(read.ImportId, cancel).ConfigureAwait(false) is not { } current || !current.IsSame(read))
                return;
            await writer.ImportChanges.PutAsync(next.ToRow(), cancel).ConfigureAwait(false);
            await _audit.NoteAsync(writer, next, cancel).ConfigureAwait(false);
        },
        cancellationToken);

    // Parts of imports that are over go some at a time: so no write is held up by the removal of a large one.
    private async Task<bool> TidyAsync(CancellationToken cancellationToken)
    {
        var count = await CountAsync(cancellationToken).ConfigureAwait(false);
        if (count.Leftovers == 0 && count.All - count.Unfinished <= MaxKept)
            return false;
        await _access.WriteAsync(
            key: null,
            async (writer, cancel) =>
            {
                await writer.ImportChanges.DropPartsAsync(PartsDroppedAtOnce, cancel).ConfigureAwait(false);
                await writer.ImportChanges.ForgetAsync(MaxKept, cancel).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
        return true;
    }

    private Task<ImportCounts> CountAsync(CancellationToken cancellationToken) =>
        _access.ReadAsync((reader, _) => reader.Imports.CountAsync(cancellationToken), cancellationToken);
}
