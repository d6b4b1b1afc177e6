using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.TypeDefs;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Models;

/// <summary>Plans what a model brings to types that may be there already.</summary>
internal static class ModelMerge
{
    /// <summary>False when everything in the model is there, in the same or a newer version: then there is nothing to write.</summary>
    public static bool IsNeeded(TypeRegistry current, AtlasTypesDef model) => model.All().Any(def =>
        !current.TryGet(def.Name ?? "", out _) || IsNewer(def.TypeVersion, current.StoredDef(def.Name!).TypeVersion));

    /// <param name="now">Milliseconds since the Unix epoch.</param>
    /// <exception cref="AtlasException">The model does not fit the types that are there.</exception>
    public static TypeChange Plan(TypeRegistry current, AtlasTypesDef model, string user, long now)
    {
        var (missing, known) = Split(model.All(), def => !current.TryGet(def.Name ?? "", out _));
        var created = TypeCreation.Plan(current, AtlasTypesDef.Of(missing), user, now);
        var newer = known.FindAll(def => IsNewer(def.TypeVersion, created.Registry.StoredDef(def.Name!).TypeVersion));
        var updated = TypeUpdate.Plan(created.Registry, AtlasTypesDef.Of(newer.ConvertAll(def => Newer(created.Registry.StoredDef(def.Name!), def))), user, now);
        return new TypeChange(updated.Registry, [.. created.Names, .. updated.Names]);
    }

    // A type is known by its name: one of another catalogue has another guid.
    private static AtlasBaseTypeDef Newer(AtlasBaseTypeDef stored, AtlasBaseTypeDef newer) => KeepAttributes(stored, newer) with { Guid = stored.Guid };

    // What a patch or a user has added is not in the file, and must not be taken for deleted.
    private static AtlasBaseTypeDef KeepAttributes(AtlasBaseTypeDef stored, AtlasBaseTypeDef newer)
    {
        if (stored is not AtlasStructDef { AttributeDefs: { } attributes } || newer is not AtlasStructDef update)
            return newer;
        var given = update.AttributeDefs ?? [];
        var names = given.Select(attribute => attribute.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return update with { AttributeDefs = [.. given, .. attributes.Where(attribute => !names.Contains(attribute.Name))] };
    }

    /// <summary>Compares versions such as "1.10" and "1.9" part by part; a part that is no number counts as 0.</summary>
    internal static bool IsNewer(string? version, string? than)
    {
        var (left, right) = (Parts(version), Parts(than));
        for (var i = 0; i < Math.Max(left.Length, right.Length); i++)
        {
            var difference = left.ElementAtOrDefault(i).CompareTo(right.ElementAtOrDefault(i));
            if (difference != 0)
                return difference > 0;
        }
        return false;
    }

    private static int[] Parts(string? version) =>
        [.. (version ?? "").Split('.').Select(part => int.TryParse(part, out var number) ? number : 0)];

    private static (List<T> True, List<T> False) Split<T>(IEnumerable<T> items, Func<T, bool> condition)
    {
        var groups = items.ToLookup(condition);
        return ([.. groups[true]], [.. groups[false]]);
    }
}
