using AtlasHa.Catalog.Model.Errors;

namespace AtlasHa.Catalog.Types;

/// <summary>Supertypes and subtypes.</summary>
internal static class HierarchyResolver
{
    /// <summary>Fills the sets of super- and subtypes and returns the types so that each comes after its supertypes.</summary>
    public static List<HierarchicalType> Resolve(TypeTable table)
    {
        var ordered = new List<HierarchicalType>();
        var open = new HashSet<string>(StringComparer.Ordinal);
        var done = new HashSet<string>(StringComparer.Ordinal);
        foreach (var type in table.OfType<HierarchicalType>())
            Visit(type, table, open, done, ordered);

        var subTypes = ordered.ToDictionary(type => type.Name, type => new HashSet<string>(StringComparer.Ordinal));
        foreach (var type in ordered)
        {
            foreach (var super in type.SelfAndSuperTypes)
                subTypes[super].Add(type.Name);
        }
        foreach (var type in ordered)
            type.SelfAndSubTypes = subTypes[type.Name];
        return ordered;
    }

    private static void Visit(HierarchicalType type, TypeTable table, HashSet<string> open, HashSet<string> done, List<HierarchicalType> ordered)
    {
        if (done.Contains(type.Name))
            return;
        if (!open.Add(type.Name))
            throw new AtlasException(AtlasErrorCode.CircularReference, type.Name);
        var all = new HashSet<string>(StringComparer.Ordinal) { type.Name };
        foreach (var name in type.DirectSuperTypes)
        {
            if (table.Find(name) is not HierarchicalType super || super.Category != type.Category)
                throw table.Find(name) is null ? TypeTable.Unknown(name) : new AtlasException(AtlasErrorCode.IncompatibleSupertype, type.Name, name);
            Visit(super, table, open, done, ordered);
            all.UnionWith(super.SelfAndSuperTypes);
        }
        type.SelfAndSuperTypes = all;
        open.Remove(type.Name);
        done.Add(type.Name);
        ordered.Add(type);
    }
}
