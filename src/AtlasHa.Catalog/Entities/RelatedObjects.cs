using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Entities;

/// <summary>Makes references to entities that say which relationship leads there.</summary>
internal static class RelatedObjects
{
    public static AtlasRelatedObjectId Of(StoredRelationship relationship, StoredEntity other, TypeRegistry types) => new()
    {
        Guid = other.Guid,
        TypeName = other.TypeName,
        EntityStatus = other.WireStatus,
        DisplayText = types.GetEntityType(other.TypeName).DisplayText(other.Document.Attributes),
        RelationshipType = relationship.TypeName,
        RelationshipGuid = relationship.Guid,
        RelationshipStatus = relationship.WireStatus,
        RelationshipAttributes = new AtlasStruct
        {
            TypeName = relationship.TypeName,
            Attributes = relationship.Document.Attributes is { Count: > 0 } attributes ? attributes : null,
        },
        QualifiedName = other.Document.Attributes.GetValueOrDefault("qualifiedName") as string,
    };
}
