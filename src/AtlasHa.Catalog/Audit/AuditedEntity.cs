using AtlasHa.Catalog.Entities;
using AtlasHa.Catalog.Model.Instances;

namespace AtlasHa.Catalog.Audit;

/// <summary>What an event tells of an entity: everything but its relationships and classifications, which have events of their own.</summary>
internal static class AuditedEntity
{
    public static AtlasEntity ToAudited(this StoredEntity entity) => new()
    {
        TypeName = entity.TypeName,
        Attributes = entity.Document.Attributes,
        Guid = entity.Guid,
        Status = entity.WireStatus,
        CreatedBy = entity.CreatedBy,
        UpdatedBy = entity.UpdatedBy,
        CreateTime = entity.CreateTime,
        UpdateTime = entity.UpdateTime,
        Version = entity.Version,
        CustomAttributes = entity.Document.CustomAttributes,
        BusinessAttributes = entity.Document.BusinessAttributes,
        Labels = entity.Document.Labels,
    };
}
