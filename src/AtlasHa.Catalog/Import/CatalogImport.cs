using AtlasHa.Catalog.Administration;
using AtlasHa.Catalog.Entities;
using AtlasHa.Catalog.Model;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Import;
using AtlasHa.Catalog.Model.Instances;
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
        var report = await TakeAsync(batch, call, cancellationToken).ConfigureAwait(false);
        await _audit.RecordImportAsync(batch, report, call, begun, cancellationToken).ConfigureAwait(false);
        return report;
    }

    /// <summary>The same for a part of an import, of which the admin audit is told as a whole.</summary>
    /// <inheritdoc cref="RunAsync"/>
    internal async Task<ImportReport> TakeAsync(ImportBatch batch, CallContext call, CancellationToken cancellationToken)
    {
        var metrics = new Dictionary<string, long>();
        if (batch.Types is { } types)
            Count(metrics, "typedef:changed", (await _types.LoadAsync(types, call, cancellationToken).ConfigureAwait(false)).All().Count());
        List<string> processed = [];
        List<ImportSkip> skipped = [];
        foreach (var entity in batch.Entities)
        {
            try
            {
                processed.AddRange(await ImportAsync(entity, call, metrics, cancellationToken).ConfigureAwait(false));
            }
            catch (AtlasException refused)
            {
                skipped.Add(new ImportSkip { Guid = entity.Entity?.Guid, TypeName = entity.Entity?.TypeName, Reason = refused.Message });
            }
        }
        return new ImportReport { ProcessedEntities = processed, Skipped = skipped, Metrics = metrics };
    }

    private async Task<IEnumerable<string>> ImportAsync(
        AtlasEntityWithExtInfo entity, CallContext call, Dictionary<string, long> metrics, CancellationToken cancellationToken)
    {
        if (entity.Entity?.Status == EntityStatus.Deleted)
            throw new AtlasException(AtlasErrorCode.BadRequest, "it is deleted");
        var answer = await _entities.ImportAsync(entity, call, cancellationToken).ConfigureAwait(false);
        foreach (var (operation, headers) in answer.MutatedEntities ?? [])
        {
            foreach (var type in headers.GroupBy(header => header.TypeName))
                Count(metrics, $"entity:{type.Key}:{(operation == EntityOperation.Create ? "created" : "updated")}", type.Count());
        }
        return answer.GuidAssignments?.Values.Distinct() ?? [];
    }

    private static void Count(Dictionary<string, long> metrics, string name, long count) => metrics[name] = metrics.GetValueOrDefault(name) + count;
}
