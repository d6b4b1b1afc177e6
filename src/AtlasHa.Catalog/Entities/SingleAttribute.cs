using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Model.TypeDefs;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Entities;

/// <summary>The update of one attribute as a partial update of its entity.</summary>
internal static class SingleAttribute
{
    /// <exception cref="AtlasException">400-00-023 no such attribute; 400-00-027 neither a primitive nor a single reference.</exception>
    public static AtlasEntity Update(StoredEntity stored, EntityType type, string name, object? value)
    {
        bool isReference = type.RelationshipAttributes.TryGetValue(name, out IReadOnlyList<RelationshipAttribute>? related)
            ? related[0].Cardinality == Cardinality.Single
            : Declared(type, name).Type is ObjectIdType;
        if (!isReference && (related is not null || Declared(type, name).Type is not PrimitiveType))
            throw new AtlasException(AtlasErrorCode.AttributeUpdateNotSupported, type.Name, name);

        object? given = isReference && value is string guid ? new AtlasObjectId { Guid = guid }.ToValue() : value;
        return new AtlasEntity { Guid = stored.Guid, TypeName = type.Name, Attributes = new() { [name] = given } };
    }

    private static AtlasAttribute Declared(EntityType type, string name) => type.Attributes.TryGetValue(name, out AtlasAttribute? attribute)
        ? attribute
        : throw new AtlasException(AtlasErrorCode.UnknownAttribute, name, type.Name);
}
