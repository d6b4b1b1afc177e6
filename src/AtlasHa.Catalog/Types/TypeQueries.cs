using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.TypeDefs;

namespace AtlasHa.Catalog.Types;

/// <summary>Reads definitions from a registry, with the errors that the contract has for what is not there.</summary>
internal static class TypeQueries
{
    private const string InternalType = "__internal";

    public static bool IsBuiltIn(string name) => BuiltInTypes.All.ContainsKey(name) || TypeName.IsArray(name) || TypeName.IsMap(name);

    /// <exception cref="AtlasException">404-00-001, or 400-00-024 for a built-in type.</exception>
    public static AtlasType ByName(TypeRegistry registry, string? name)
    {
        if (registry.TryGet(name ?? "", out var type))
            return type;
        throw new AtlasException(IsBuiltIn(name ?? "") ? AtlasErrorCode.SystemType : AtlasErrorCode.TypeNameNotFound, name);
    }

    /// <exception cref="AtlasException">404-00-002.</exception>
    public static AtlasType ByGuid(TypeRegistry registry, string guid) => registry.TryGetByGuid(guid, out var type)
        ? type
        : throw new AtlasException(AtlasErrorCode.TypeGuidNotFound, guid);

    public static AtlasBaseTypeDef DefOf(AtlasType type) => type switch
    {
        StructType t => t.Def,
        EnumType t => t.Def,
        _ => throw new ArgumentException($"{type.Name} is a built-in type", nameof(type)),
    };

    /// <summary>The definitions that a filter lets through, in order of creation.</summary>
    public static IEnumerable<AtlasBaseTypeDef> Find(TypeRegistry registry, TypeSearchFilter filter) =>
        registry.Types.Where(type => Matches(type, filter)).Select(DefOf);

    private static bool Matches(AtlasType type, TypeSearchFilter filter) =>
        Given(filter.Type, value => type.Category == CategoryOf(value))
        && Given(filter.Name, value => type.Name == value)
        && Given(filter.NotName, value => type.Name != value)
        && Given(filter.SuperType, value => HasSuperType(type, value))
        && Given(filter.NotSuperType, value => !HasSuperType(type, value))
        && Given(filter.ServiceType, value => DefOf(type).ServiceType == value)
        && Given(filter.NotServiceType, value => DefOf(type).ServiceType != value)
        && !(filter.ExcludeInternalTypesAndReferences && type is HierarchicalType t && t.IsSubTypeOf(InternalType));

    private static bool Given(string? value, Func<string, bool> matches) => string.IsNullOrWhiteSpace(value) || matches(value);

    private static bool HasSuperType(AtlasType type, string name) => type is HierarchicalType t && t.Name != name && t.IsSubTypeOf(name);

    private static TypeCategory? CategoryOf(string value) => value.ToUpperInvariant() switch
    {
        "CLASS" or "ENTITY" => TypeCategory.Entity,
        "TRAIT" or "CLASSIFICATION" => TypeCategory.Classification,
        "STRUCT" => TypeCategory.Struct,
        "ENUM" => TypeCategory.Enum,
        "RELATIONSHIP" => TypeCategory.Relationship,
        "BUSINESS_METADATA" => TypeCategory.BusinessMetadata,
        _ => null,
    };
}
