using AtlasHa.Catalog.Model.TypeDefs;

namespace AtlasHa.Catalog.Types;

/// <summary>Fills the members of definitions that the server adds to its answers.</summary>
internal static class EffectiveDefs
{
    public static void Fill(TypeTable table)
    {
        var directSubTypes = table.OfType<HierarchicalType>()
            .SelectMany(type => type.DirectSuperTypes.Select(super => (Super: super, Sub: type.Name)))
            .ToLookup(pair => pair.Super, pair => pair.Sub, StringComparer.Ordinal);
        foreach (var type in table.OfType<ClassificationType>())
            ((StructType)type).Def = type.Def with { SubTypes = [.. directSubTypes[type.Name]] };
        foreach (var type in table.OfType<EntityType>())
        {
            ((StructType)type).Def = type.Def with
            {
                SubTypes = [.. directSubTypes[type.Name]],
                RelationshipAttributeDefs = [.. type.RelationshipAttributes.Values.SelectMany(list => list).Select(attribute => attribute.ToDef())],
                BusinessAttributeDefs = type.BusinessAttributes.ToDictionary(
                    pair => pair.Key, pair => pair.Value.Values.Select(attribute => attribute.Def).ToList(), StringComparer.Ordinal),
            };
        }
    }
}
