using AtlasHa.Catalog.Model.Errors;

namespace AtlasHa.Catalog.Types;

/// <summary>Which entity types each classification may be put on.</summary>
internal static class ClassificationResolver
{
    /// <param name="ordered">The types with supertypes, each after those.</param>
    public static void Resolve(TypeTable table, IReadOnlyList<HierarchicalType> ordered)
    {
        foreach (var type in ordered.OfType<ClassificationType>())
        {
            var allowed = AllowedBySuperTypes(type, table);
            var own = Expand(type, table);
            if (own is not null && allowed is not null && !own.IsSubsetOf(allowed))
                throw new AtlasException(
                    AtlasErrorCode.ClassificationdefEntitytypesNotParentsSubset, type.Name, string.Join(", ", own.Except(allowed)));
            type.EntityTypes = own ?? allowed;
        }
    }

    private static HashSet<string>? AllowedBySuperTypes(ClassificationType type, TypeTable table)
    {
        HashSet<string>? allowed = null;
        foreach (var name in type.DirectSuperTypes)
        {
            if (((ClassificationType)table.Find(name)!).EntityTypes is not { } restriction)
                continue;
            if (allowed is null)
                allowed = new HashSet<string>(restriction, StringComparer.Ordinal);
            else
                allowed.IntersectWith(restriction);
        }
        return allowed is { Count: 0 } ? throw new AtlasException(AtlasErrorCode.ClassificationdefParentsEntitytypesDisjoint, type.Name) : allowed;
    }

    private static HashSet<string>? Expand(ClassificationType type, TypeTable table)
    {
        if (type.Def.EntityTypes is not { Count: > 0 } names)
            return null;
        var all = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            if (table.Find(name) is not EntityType entity)
                throw new AtlasException(AtlasErrorCode.ClassificationdefInvalidEntitytypes, type.Name, name);
            all.UnionWith(entity.SelfAndSubTypes);
        }
        return all;
    }
}
