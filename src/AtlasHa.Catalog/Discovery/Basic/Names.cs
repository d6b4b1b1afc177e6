using AtlasHa.Catalog.Discovery.Query;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Discovery.Basic;

/// <summary>Lists of type and classification names as searches take them.</summary>
internal static class Names
{
    private const string AllEntityTypes = "_ALL_ENTITY_TYPES";
    private const string AllClassifications = "_ALL_CLASSIFICATION_TYPES";
    public const string Classified = "_CLASSIFIED";
    public const string NotClassified = "_NOT_CLASSIFIED";
    private const string Any = "*";

    /// <summary>The entities of the types; unknown names among known ones are dropped.</summary>
    /// <exception cref="AtlasException">400-00-00A: none of the names is known.</exception>
    public static Scope ScopeOf(string? typeNames, bool withSubTypes, bool excludeDeleted, TypeRegistry registry)
    {
        string[] names = Split(typeNames);
        if (names.Length == 0 || names.Contains(AllEntityTypes))
            return Scope.Everything(registry, excludeDeleted);
        EntityType[] known = [.. names.Select(name => registry.TryGet<EntityType>(name, out var type) ? type : null).OfType<EntityType>()];
        return known.Length > 0
            ? Scope.Of(known, withSubTypes, registry, excludeDeleted)
            : throw new AtlasException(AtlasErrorCode.UnknownTypename, typeNames);
    }

    /// <summary>What the classification names ask for, with the types that they mean; those are empty when any or none will do.</summary>
    /// <exception cref="AtlasException">400-00-046: none of the names is known.</exception>
    public static (Predicate.Classified? Predicate, IReadOnlyList<ClassificationType> Types, bool IsWildcard) ClassificationsOf(
        string? classifications, bool withSubTypes, TypeRegistry registry)
    {
        string[] names = Split(classifications);
        if (names.Length == 0)
            return (null, [], false);
        if (names.Contains(NotClassified))
            return (new Predicate.Classified(null, Negated: true), [], false);
        if (names.Any(name => name is Classified or AllClassifications or Any))
            return (new Predicate.Classified(null), [], false);
        var isWildcard = names.Any(name => name.Contains(Any, StringComparison.Ordinal));
        ClassificationType[] found = [.. names.SelectMany(name => Find(name, registry)).Distinct()];
        if (found.Length == 0 && !isWildcard)
            throw new AtlasException(AtlasErrorCode.UnknownClassification, classifications);
        var all = found.SelectMany(type => withSubTypes ? type.SelfAndSubTypes : (IEnumerable<string>)[type.Name]).ToHashSet(StringComparer.Ordinal);
        return (new Predicate.Classified(all), found, isWildcard);
    }

    private static IEnumerable<ClassificationType> Find(string name, TypeRegistry registry)
    {
        if (!name.Contains(Any, StringComparison.Ordinal))
            return registry.TryGet<ClassificationType>(name, out var type) ? [type] : [];
        var pattern = Values.Wildcards(name.Replace("?", "", StringComparison.Ordinal));
        return registry.ClassificationTypes.Where(type => pattern.IsMatch(type.Name));
    }

    private static string[] Split(string? names) => (names ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
