using AtlasHa.Catalog.Model;
using AtlasHa.Catalog.Model.Audit;
using AtlasHa.Catalog.Model.TypeDefs;
using AtlasHa.Catalog.Storage;

namespace AtlasHa.Catalog.Administration;

/// <summary>Entries about changed type definitions: their categories, and the definitions by category as JSON.</summary>
internal static class AuditedTypes
{
    /// <summary>Notes the definitions; nothing when there are none.</summary>
    public static ValueTask AddTypesAsync(
        this AdminAuditLog log, ICatalogWriter writer, AuditOperation operation, IReadOnlyCollection<AtlasBaseTypeDef> defs, CallContext caller, long startTime,
        CancellationToken cancellationToken)
    {
        if (defs.Count == 0)
            return default;
        var byCategory = defs.GroupBy(def => def.Category.WireName()).ToDictionary(group => group.Key, group => group.ToList<object>());
        return log.AddAsync(
            writer, operation, caller, startTime, string.Join(',', byCategory.Keys), AdminAuditLog.Json(byCategory), defs.Count, cancellationToken);
    }
}
