using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.TypeDefs;

namespace AtlasHa.Catalog.Types;

/// <summary>What business metadata may hold, and which entity types have it.</summary>
internal static class BusinessMetadataResolver
{
    private static readonly string StringType = BuiltInTypes.All["string"].Name;

    public static void Resolve(TypeTable table)
    {
        var byEntityType = new Dictionary<string, Dictionary<string, Dictionary<string, AtlasAttribute>>>(StringComparer.Ordinal);
        foreach (var type in table.OfType<BusinessMetadataType>())
        {
            foreach (var attribute in type.Attributes.Values)
            {
                Check(type, attribute.Def, table);
                foreach (var entityType in ApplicableTypes(attribute.Def, table))
                {
                    var groups = GetOrAdd(byEntityType, entityType);
                    GetOrAdd(groups, type.Name)[attribute.Name] = attribute;
                }
            }
        }
        foreach (var (name, groups) in byEntityType)
        {
            ((EntityType)table.Find(name)!).BusinessAttributes = groups.ToDictionary(
                pair => pair.Key, IReadOnlyDictionary<string, AtlasAttribute> (pair) => pair.Value, StringComparer.Ordinal);
        }
    }

    private static IEnumerable<string> ApplicableTypes(AtlasAttributeDef attribute, TypeTable table) =>
        BusinessMetadataType.ApplicableEntityTypes(attribute).SelectMany(name => table.Find(name) is EntityType entity
            ? entity.SelfAndSubTypes
            : throw TypeTable.Unknown(name)).Distinct(StringComparer.Ordinal);

    private static void Check(BusinessMetadataType type, AtlasAttributeDef attribute, TypeTable table)
    {
        var leaves = TypeName.Leaves(attribute.TypeName!).ToList();
        if (leaves.Any(leaf => table.Find(leaf) is StructType || leaf == BuiltInTypes.ObjectId.Name))
            throw new AtlasException(AtlasErrorCode.BusinessMetadataDefAttributeTypeInvalid, type.Name, attribute.Name, attribute.TypeName);
        if (leaves[^1] == StringType && string.IsNullOrWhiteSpace(attribute.Options?.GetValueOrDefault(TypeOptions.MaxStringLength)))
            throw new AtlasException(
                AtlasErrorCode.MissingMandatoryAttribute, type.Name, $"{attribute.Name}.options.{TypeOptions.MaxStringLength}");
    }

    private static Dictionary<string, T> GetOrAdd<T>(Dictionary<string, Dictionary<string, T>> map, string key) =>
        map.TryGetValue(key, out var value) ? value : map[key] = new Dictionary<string, T>(StringComparer.Ordinal);
}
