using AtlasHa.Catalog.Model;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Import;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Storage;

namespace AtlasHa.Catalog.Import.Background;

/// <summary>Takes what is left of one part of a background import, entity by entity.</summary>
/// <param name="import">Takes them.</param>
/// <param name="stored">The import as the store has it.</param>
internal sealed class PartRun(CatalogImport import, StoredImport stored)
{
    private readonly string _importId = stored.Shown.ImportId;
    private readonly CallContext _caller = new(stored.User, RequestId: null);
    private ImportProgress _progress = stored.Progress;

    /// <summary>The progress as the store has it; what was refused since comes with the next entity that is taken, or with the part.</summary>
    public byte[] StoredProgress { get; private set; } = stored.Progress.ToBytes();

    /// <summary>What the import is when the part was taken.</summary>
    /// <exception cref="ImportMovedException">It is not any more what was read.</exception>
    public async Task<StoredImport> TakeAsync(ImportBatch batch, long now, CancellationToken cancellationToken)
    {
        if (batch.Types is { } types && _progress.Entity == 0)
        {
            try
            {
                _progress = _progress.AfterTypes(await import.LoadAsync(types, _caller, cancellationToken).ConfigureAwait(false));
            }
            catch (AtlasException refused)
            {
                return stored.Failed("typesdef", refused.Message, now);
            }
        }

        while (_progress.Entity < batch.Entities.Count)
            await TakeAsync(batch.Entities[_progress.Entity], cancellationToken).ConfigureAwait(false);
        return (stored with { Progress = _progress }).Taken();
    }

    private async Task TakeAsync(AtlasEntityWithExtInfo entity, CancellationToken cancellationToken)
    {
        var next = _progress;
        try
        {
            await import.TakeAsync(
                entity, _caller,
                async (writer, counted, cancel) =>
                {
                    next = _progress.AfterEntity(counted);
                    await MoveAsync(writer, next.ToBytes(), cancel).ConfigureAwait(false);
                },
                cancellationToken).ConfigureAwait(false);
            (_progress, StoredProgress) = (next, next.ToBytes());
        }
        catch (AtlasException refused)
        {
            _progress = _progress.AfterRefusal(CatalogImport.Skip(entity, refused));
        }
    }

    private async Task MoveAsync(ICatalogWriter writer, byte[] next, CancellationToken cancellationToken)
    {
        var current = await writer.Imports.FindProgressAsync(_importId, cancellationToken).ConfigureAwait(false);
        if (current is null || !current.AsSpan().SequenceEqual(StoredProgress))
            throw new ImportMovedException(_importId);
        await writer.ImportChanges.PutProgressAsync(_importId, next, cancellationToken).ConfigureAwait(false);
    }
}
