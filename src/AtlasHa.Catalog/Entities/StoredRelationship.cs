using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Model.Json;
using AtlasHa.Catalog.Model.TypeDefs;
using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Entities;

/// <summary>A relationship as stored, its document parsed. Changes make a new one.</summary>
internal sealed record StoredRelationship(
    string Guid, string TypeName, string End1Guid, string End2Guid, EntityRowStatus Status,
    string? CreatedBy, string? UpdatedBy, long CreateTime, long UpdateTime, long Version, RelationshipDocument Document)
{
    public bool IsActive => Status == EntityRowStatus.Active;

    public EntityStatus WireStatus => Status.ToWire();

    /// <summary>Its creator named the entities in the other order than the definition.</summary>
    public bool IsReversed => Document.IsReversed == true;

    /// <summary>The entities in the order in which it was created.</summary>
    public (string First, string Second) Ends => IsReversed ? (End2Guid, End1Guid) : (End1Guid, End2Guid);

    public static StoredRelationship FromRow(RelationshipRow row) => new(
        row.Guid, row.TypeName, row.End1Guid, row.End2Guid, row.Status, row.CreatedBy, row.UpdatedBy, row.CreateTime, row.UpdateTime,
        row.Version, AtlasJson.Parse<RelationshipDocument>(row.Document));

    public RelationshipRow ToRow() => new(
        Guid, TypeName, End1Guid, End2Guid, Status, CreatedBy, UpdatedBy, CreateTime, UpdateTime, Version, AtlasJson.Write(Document));

    /// <summary>True when it is of the attribute's type, with the entity at the end that has the attribute.</summary>
    public bool Is(RelationshipAttribute attribute, string guid) =>
        TypeName == attribute.RelationshipType.Name && guid == (attribute.End == 1 ? End1Guid : End2Guid);

    /// <summary>Which way classifications spread, seen from end 1.</summary>
    public PropagateTags Propagation(TypeRegistry types) =>
        Document.PropagateTags ?? types.GetRelationshipType(TypeName).Def.PropagateTags;

    /// <summary>The guid at the end that is not <paramref name="guid"/>'s, which is the same guid when both ends are.</summary>
    public string OtherEnd(string guid) => End1Guid == guid ? End2Guid : End1Guid;
}
