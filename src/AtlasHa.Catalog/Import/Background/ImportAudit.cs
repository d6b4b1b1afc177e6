using AtlasHa.Catalog.Administration;
using AtlasHa.Catalog.Model;
using AtlasHa.Catalog.Model.Audit;
using AtlasHa.Catalog.Storage;

namespace AtlasHa.Catalog.Import.Background;

/// <summary>Tells the admin audit of background imports, each once, in the transaction in which it is over.</summary>
internal sealed class ImportAudit(AdminAuditLog log)
{
    /// <summary>Passes over those that are not over.</summary>
    public async ValueTask NoteAsync(ICatalogWriter writer, StoredImport import, CancellationToken cancellationToken)
    {
        // What was never queued has brought nothing.
        if (import is not { Phase: Storage.Imports.ImportPhase.Over, Shown: { ImportResult: { } result } shown })
            return;
        var caller = new CallContext(import.User, RequestId: null) { ClientAddress = result.ClientIpAddress };
        var parameters = new { Options = result.Request.GetValueOrDefault("options"), result.OperationStatus, shown.ImportId };
        await log.AddAsync(
            writer, AuditOperation.Import, caller, shown.ProcessingStartTime ?? shown.ReceivedTime, AdminAuditLog.Json(parameters), AdminAuditLog.Json(result.Metrics),
            shown.ImportDetails.ImportedEntitiesCount, cancellationToken).ConfigureAwait(false);
    }
}
