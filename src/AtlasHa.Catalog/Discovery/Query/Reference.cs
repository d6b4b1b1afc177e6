using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Discovery.Query;

/// <summary>An attribute that leads to other entities: ends of relationships, or object ids among the attributes.</summary>
internal sealed record Reference(string Name, EntityType? Target, IReadOnlyList<RelationshipAttribute> Relationships)
{
    /// <summary>The reference of this name that entities of the type have; null when there is none.</summary>
    public static Reference? Find(EntityType type, string name)
    {
        if (type.RelationshipAttributes.TryGetValue(name, out var relationships))
            return new Reference(name, relationships[0].OtherType, relationships);
        return type.Attributes.TryGetValue(name, out var attribute) && attribute.Reference is { } reference
            ? new Reference(name, reference.Target, [])
            : null;
    }
}
