using AtlasHa.Catalog.Model.Errors;

namespace AtlasHa.Catalog.Types;

/// <summary>Supertypes and subtypes.</summary>
internal static class HierarchyResolver
{
    /// <summary>
    /// Most supertypes, direct and indirect. Each type holds the set of all of its own, and resolving goes as deep as the longest chain: without
    /// a limit a request of a few megabytes would exhaust the stack or the memory, which ends the process.
    /// </summary>
    private const int MaxSuperTypes = 256;

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
        if (open.Count > MaxSuperTypes)
            throw TooMany(type);
        var all = new HashSet<string>(StringComparer.Ordinal) { type.Name };
        foreach (var name in type.DirectSuperTypes)
        {
            if (table.Find(name) is not HierarchicalType super || super.Category != type.Category)
                throw table.Find(name) is null ? TypeTable.Unknown(name) : new AtlasException(AtlasErrorCode.IncompatibleSupertype, type.Name, name);
            Visit(super, table, open, done, ordered);
            all.UnionWith(super.SelfAndSuperTypes);
            if (all.Count > MaxSuperTypes)
                throw TooMany(type);
        }
        type.SelfAndSuperTypes = all;
        open.Remove(type.Name);
        done.Add(type.Name);
        ordered.Add(type);
    }

    private static AtlasException TooMany(HierarchicalType type) =>
        new(AtlasErrorCode.BadRequest, $"type {type.Name}: more than {MaxSuperTypes} types in its hierarchy of supertypes");
}
