using System.Text.Json;
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

    /// <summary>An entity that was begun so often and never finished is given up with its import, over all terms: it must not stop those behind it.</summary>
    public const int MaxAttempts = 3;

    private const int PartsDroppedAtOnce = 8;

    /// <summary>An upload of which nothing has come for so long will not go on.</summary>
    public static readonly TimeSpan StagingPatience = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(1);

    private readonly CatalogAccess _access;
    private readonly CatalogImport _import;
    private readonly ImportAudit _audit;

    // The attempt that was counted last has failed for the store's sake.
    private bool _isExcused;

    internal ImportSteps(CatalogAccess access, CatalogImport import, ImportAudit audit) => (_access, _import, _audit) = (access, import, audit);

    /// <summary>
    /// Forgets what came in in an earlier term and was not queued, and what has got no part for some minutes: whoever sent it has no answer, and sends it again.
    /// </summary>
    public async Task ForgetInterruptedAsync(CancellationToken cancellationToken)
    {
        var forgotten = await _access.ReadAsync(
            async (reader, _) => (await reader.Imports.ReadPhaseAsync(ImportPhase.Staging, cancellationToken).ConfigureAwait(false))
                .Where(row => IsInterrupted(StoredImport.Of(row), reader.Epoch)).ToList(),
            cancellationToken).ConfigureAwait(false);
        // A term that finds nothing writes nothing.
        if (forgotten.Count == 0)
            return;
        await _access.WriteAsync(
            key: null,
            async (writer, cancel) =>
            {
                foreach (var row in forgotten)
                {
                    if (await writer.Imports.FindAsync(row.ImportId, cancel).ConfigureAwait(false) is { } current && current.IsSame(row))
                        await writer.ImportChanges.DeleteAsync(row.ImportId, cancel).ConfigureAwait(false);
                }
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes one step; false when there is nothing to do.</summary>
    /// <exception cref="ImportStepException">The step of one import has failed, and not because the store fails or the term ends.</exception>
    public async Task<bool> TakeAsync(CancellationToken cancellationToken)
    {
        if (await FindAsync(cancellationToken).ConfigureAwait(false) is not { } row)
            return await TidyAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await TakeAsync(row, StoredImport.Of(row), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is not (ImportStepException or StoreUnavailableException or StaleEpochException or ObjectDisposedException or OperationCanceledException))
        {
            throw new ImportStepException(row.ImportId, failure);
        }

        // What is over must not stay for as long as others wait.
        await TidyAsync(cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>Gives up an import; one that is over is passed over.</summary>
    public async Task FailAsync(string importId, string reason, CancellationToken cancellationToken)
    {
        var row = await _access.ReadAsync((reader, _) => reader.Imports.FindAsync(importId, cancellationToken), cancellationToken).ConfigureAwait(false);
        if (row is { Phase: ImportPhase.Queued })
            await ChangeAsync(row, StoredImport.Of(row).Failed("import", $"it cannot be processed: {reason}", _access.Now), cancellationToken).ConfigureAwait(false);
    }

    private bool IsInterrupted(StoredImport import, long epoch) => import.Epoch != epoch || _access.Now - import.LastStaged >= StagingPatience.TotalMilliseconds;

    private Task<ImportRow?> FindAsync(CancellationToken cancellationToken) => _access.ReadAsync(
        (reader, _) => reader.Imports.FindOldestAsync(ImportPhase.Queued, cancellationToken), cancellationToken);

    private async Task TakeAsync(ImportRow row, StoredImport import, CancellationToken cancellationToken)
    {
        // What stands in the store can be read as nothing else than an end: see StoredImport.Of.
        if (import.Phase == ImportPhase.Over)
            await ChangeAsync(row, import, cancellationToken).ConfigureAwait(false);
        else if (import.Shown.Status == AsyncImportState.Waiting)
            await ChangeAsync(row, import.Begun(_access.Now), cancellationToken).ConfigureAwait(false);
        else if (import.Progress.Part == import.Parts)
            await ChangeAsync(row, import.Done(_access.Now), cancellationToken).ConfigureAwait(false);
        else if (import.Progress.Attempts < MaxAttempts || _isExcused)
            await TakePartAsync(row, import, cancellationToken).ConfigureAwait(false);
        else
            await FailAsync(
                row.ImportId, $"entity {import.Progress.Entity} of part {import.Progress.Part}, both counted from 0, was begun {MaxAttempts} times and never finished",
                cancellationToken).ConfigureAwait(false);
    }

    private async Task TakePartAsync(ImportRow row, StoredImport import, CancellationToken cancellationToken)
    {
        // Written before anything of the part is in memory, so that an attempt that ends the process is counted too.
        var begun = _isExcused ? import : import.Attempted(1);
        if (!await ChangeAsync(row, begun, cancellationToken).ConfigureAwait(false))
            return;
        _isExcused = false;
        var run = new PartRun(_import, begun);
        try
        {
            if (await ReadPartAsync(begun, cancellationToken).ConfigureAwait(false) is not { } part)
            {
                await FailAsync(row.ImportId, $"part {begun.Progress.Part} cannot be read in the store", cancellationToken).ConfigureAwait(false);
                return;
            }

            var next = await run.TakeAsync(part, _access.Now, cancellationToken).ConfigureAwait(false);
            await ChangeAsync(begun.ToRow() with { Progress = run.StoredProgress }, next, cancellationToken, begun.Progress.Part).ConfigureAwait(false);
        }
        catch (ImportMovedException)
        {
            // Looked at again in the next step.
        }
        catch (Exception failure) when (cancellationToken.IsCancellationRequested && failure is OperationCanceledException or StoreUnavailableException { OutcomeUnknown: false })
        {
            // A term that ends in order says nothing against the entity. Has it been taken after all, this changes nothing.
            using var patience = new CancellationTokenSource(StopPatience, _access.Time);
            if (begun.Progress.Attempts > 1)
                await ((Task)ChangeAsync(begun.ToRow(), begun.Attempted(-1), patience.Token)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }
        catch (StoreUnavailableException failure) when (!failure.OutcomeUnknown)
        {
            _isExcused = !await AnswersAsync(cancellationToken).ConfigureAwait(false);
            if (!_isExcused)
                throw new ImportStepException(row.ImportId, failure);
            throw;
        }
    }

    private async Task<ImportBatch?> ReadPartAsync(StoredImport import, CancellationToken cancellationToken)
    {
        var content = await _access.ReadAsync(
            (reader, _) => reader.Imports.FindPartAsync(import.Shown.ImportId, import.Progress.Part, cancellationToken), cancellationToken).ConfigureAwait(false);
        try
        {
            return content is null ? null : AtlasJson.Parse<ImportBatch>(content);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        try
        {
            await FindAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (StoreUnavailableException)
        {
            return false;
        }
    }

    // Unless it has become another one meanwhile, which answers false: it was aborted, or a write whose answer was lost has counted the part.
    // A part that was taken goes with its count.
    internal async Task<bool> ChangeAsync(ImportRow read, StoredImport next, CancellationToken cancellationToken, int? taken = null)
    {
        var isChanged = false;
        await _access.WriteAsync(
            key: null,
            async (writer, cancel) =>
            {
                isChanged = await writer.Imports.FindAsync(read.ImportId, cancel).ConfigureAwait(false) is { } current && current.IsSame(read);
                if (!isChanged)
                    return;
                await writer.ImportChanges.PutAsync(next.ToRow(), cancel).ConfigureAwait(false);
                if (taken is { } number)
                    await writer.ImportChanges.DeletePartAsync(read.ImportId, number, cancel).ConfigureAwait(false);
                await _audit.NoteAsync(writer, next, cancel).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
        return isChanged;
    }

    // Parts of imports that are over go some at a time: so no write is held up by the removal of a large one.
    private async Task<bool> TidyAsync(CancellationToken cancellationToken)
    {
        await ForgetInterruptedAsync(cancellationToken).ConfigureAwait(false);
        var isTidy = await _access.ReadAsync(
            async (reader, _) =>
            {
                var count = await reader.Imports.CountAsync(cancellationToken).ConfigureAwait(false);
                return count.All - count.Unfinished <= MaxKept && !await reader.Imports.HasLeftoversAsync(cancellationToken).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
        if (isTidy)
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
}
