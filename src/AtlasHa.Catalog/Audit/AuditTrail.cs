using System.Text;
using AtlasHa.Catalog.Entities;
using AtlasHa.Catalog.Model.Audit;
using AtlasHa.Catalog.Model.Json;
using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Audit;

/// <summary>The events of one request, in order, with details as Atlas words them.</summary>
internal sealed class AuditTrail(string user, long now)
{
    private readonly List<AuditRow> _rows = [];

    public IReadOnlyCollection<AuditRow> Rows => _rows;

    public void Created(StoredEntity entity) => AddJson(entity.Guid, EntityAuditAction.EntityCreate, "Created: ", entity.ToAudited());

    /// <param name="related">Relationships of the entity changed too.</param>
    public void Updated(StoredEntity before, StoredEntity after, bool related)
    {
        bool onlyCustom = !related
            && !ReferenceEquals(before.Document.CustomAttributes, after.Document.CustomAttributes)
            && AttributeValue.Comparer.Equals(before.Document.Attributes, after.Document.Attributes);
        if (onlyCustom)
            AddJson(after.Guid, EntityAuditAction.CustomAttributeUpdate, "Updated custom attribute: ", after.ToAudited());
        else
            AddJson(after.Guid, EntityAuditAction.EntityUpdate, "Updated: ", after.ToAudited());
    }

    public void Deleted(StoredEntity entity) => Add(entity.Guid, EntityAuditAction.EntityDelete, "Deleted entity");

    /// <summary>The entity is removed for good; its events stay.</summary>
    public void Purged(StoredEntity entity) => AddJson(entity.Guid, EntityAuditAction.EntityPurge, "Purged: ", entity.ToAudited());

    public void AddJson<T>(string guid, EntityAuditAction action, string prefix, T payload) =>
        Add(guid, action, prefix + Encoding.UTF8.GetString(AtlasJson.Write(payload)));

    public void Add(string guid, EntityAuditAction action, string details) => _rows.Add(
        new AuditRow(Id: 0, guid, now, user, action.ToWire(), Encoding.UTF8.GetBytes(details), action.ChangesClassifications()));
}
