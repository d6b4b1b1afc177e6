using AtlasHa.Catalog.Model.Audit;
using AtlasHa.Catalog.Model.Export;
using AtlasHa.Catalog.Model.Instances;
using Orleans;

namespace AtlasHa.Catalog.Model.Grains;

/// <summary>
/// Who has changed types, purged, exported and imported, and which instances were active when. Refusals are <see cref="Errors.AtlasException"/> with
/// Atlas's codes.
/// </summary>
public interface IAdminAudit : IGrainWithStringKey
{
    Task<IReadOnlyList<AtlasAuditEntry>> FindAdminAuditAsync(AuditSearchParameters parameters, CancellationToken cancellationToken = default);

    /// <summary>Entities that the purge of this entry removed, as they were.</summary>
    Task<IReadOnlyList<AtlasEntityHeader>> GetPurgedEntitiesAsync(string auditGuid, int limit, int offset, CancellationToken cancellationToken = default);

    /// <summary>How the purge of this entry went.</summary>
    Task<PurgeSummary> GetPurgeSummaryAsync(string auditGuid, CancellationToken cancellationToken = default);

    /// <summary>Guids of the entries of the purge's transactions, which are one: the entry itself.</summary>
    Task<IReadOnlyList<string>> GetPurgeBatchesAsync(string auditGuid, CancellationToken cancellationToken = default);

    /// <summary>Notes an export that was made; the call's request id does not count.</summary>
    Task<WriteReceipt> RecordExportAsync(ExportRecord export, CallContext call, CancellationToken cancellationToken = default);
}
