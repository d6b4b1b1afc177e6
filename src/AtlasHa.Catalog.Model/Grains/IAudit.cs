using AtlasHa.Catalog.Model.Audit;
using Orleans;

namespace AtlasHa.Catalog.Model.Grains;

/// <summary>What has happened to entities. Refusals are <see cref="Errors.AtlasException"/> with Atlas's codes.</summary>
public interface IAudit : IGrainWithStringKey
{
    /// <summary>Events of one entity, which may be purged.</summary>
    Task<IReadOnlyList<EntityAuditEvent>> GetAuditAsync(string guid, EntityAuditQuery query, CancellationToken cancellationToken = default);
}
