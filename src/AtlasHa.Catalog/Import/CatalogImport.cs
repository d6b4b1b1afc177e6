using AtlasHa.Catalog.Administration;
using AtlasHa.Catalog.Entities;
using AtlasHa.Catalog.Model;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Import;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Model.TypeDefs;
using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Import;

/// <summary>Takes in what another catalogue has exported.</summary>
public sealed class CatalogImport
{
    private readonly TypeCatalog _types;
    private readonly EntityCatalog _entities;
    private readonly AdminAuditCatalog _audit;
    private readonly TimeProvider _time;

    internal CatalogImport(TypeCatalog types, EntityCatalog entities, AdminAuditCatalog audit, TimeProvider time)
    {
        _types = types;
        _entities = entities;
        _audit = audit;
        _time = time;
    }

    /// <inheritdoc cref="Model.Grains.ICatalogImport.ImportAsync"/>
    /// <exception cref="AtlasException">The types do not fit those that are there; nothing was changed.</exception>
    public async Task<ImportReport> RunAsync(ImportBatch batch, CallContext call, CancellationToken cancellationToken)
    {
        var begun = _time.GetUtcNow().ToUnixTimeMilliseconds();
        var metrics = new ImportMetrics();
        if (batch.Types is { } types)
            metrics.Add(await LoadAsync(types, call, cancellationToken).ConfigureAwait(false));
        List<string> processed = [];
        List<ImportSkip> skipped = [];
        foreach (var entity in batch.Entities)
        {
            try
            {
                var answer = await _entities.ImportAsync(Checked(entity), call, cancellationToken).ConfigureAwait(false);
                metrics.Add(ImportMetrics.Of(answer));
                processed.AddRange(answer.GuidAssignments?.Values.Distinct() ?? []);
            }
            catch (AtlasException refused)
            {
                skipped.Add(Skip(entity, refused));
            }
        }

        var report = new ImportReport { ProcessedEntities = processed, Skipped = skipped, Metrics = metrics.Counts };
        await _audit.RecordImportAsync(batch, report, call, begun, cancellationToken).ConfigureAwait(false);
        return report;
    }

    /// <summary>Loads types; what there is to count of them.</summary>
    /// <exception cref="AtlasException">They do not fit those that are there; nothing was changed.</exception>
    internal async Task<ImportMetrics> LoadAsync(AtlasTypesDef types, CallContext call, CancellationToken cancellationToken) =>
        ImportMetrics.OfTypes((await _types.LoadAsync(types, call, cancellationToken).ConfigureAwait(false)).All().Count());

    /// <summary>Takes one entity of an import that no user waits for.</summary>
    /// <param name="note">Writes, in the same transaction, that it was taken, given what there is to count of it. What it throws undoes everything.</param>
    /// <exception cref="AtlasException">It is refused; nothing was changed.</exception>
    internal Task TakeAsync(
        AtlasEntityWithExtInfo entity, CallContext call, Func<ICatalogWriter, ImportMetrics, CancellationToken, Task> note, CancellationToken cancellationToken) =>
        _entities.ImportAsync(Checked(entity), call, (writer, answer, cancel) => note(writer, ImportMetrics.Of(answer), cancel), cancellationToken);

    internal static ImportSkip Skip(AtlasEntityWithExtInfo entity, AtlasException refused) =>
        new() { Guid = entity.Entity?.Guid, TypeName = entity.Entity?.TypeName, Reason = refused.Message };

    private static AtlasEntityWithExtInfo Checked(AtlasEntityWithExtInfo entity) =>
        entity.Entity?.Status == EntityStatus.Deleted ? throw new AtlasException(AtlasErrorCode.BadRequest, "it is deleted") : entity;
}
