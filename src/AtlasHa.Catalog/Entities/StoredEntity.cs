using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Model.Json;
using AtlasHa.Catalog.Storage;

namespace AtlasHa.Catalog.Entities;

/// <summary>An entity as stored, its document parsed. Changes make a new one.</summary>
internal sealed record StoredEntity(
    string Guid, string TypeName, EntityRowStatus Status, string? CreatedBy, string? UpdatedBy, long CreateTime, long UpdateTime,
    long Version, EntityDocument Document)
{
    public bool IsActive => Status == EntityRowStatus.Active;

    public EntityStatus WireStatus => Status.ToWire();

    public static StoredEntity FromRow(EntityRow row) => new(
        row.Guid, row.TypeName, row.Status, row.CreatedBy, row.UpdatedBy, row.CreateTime, row.UpdateTime, row.Version,
        AtlasJson.Parse<EntityDocument>(row.Document));

    public EntityRow ToRow() =>
        new(Guid, TypeName, Status, CreatedBy, UpdatedBy, CreateTime, UpdateTime, Version, AtlasJson.Write(Document));
}
