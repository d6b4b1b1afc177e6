using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Entities;

/// <summary>
/// Which types other than its own an entity uses through its document: business metadata, and the structs and enums of its
/// values. Such a type cannot be deleted meanwhile.
/// </summary>
internal static class TypeUses
{
    public static IReadOnlyCollection<string> Of(EntityDocument document, EntityType type)
    {
        var names = new HashSet<string>();
        foreach (AtlasAttribute attribute in type.Attributes.Values)
            Collect(attribute.Type, document.Attributes.GetValueOrDefault(attribute.Name), names);
        foreach ((string name, Dictionary<string, object?>? values) in document.BusinessAttributes ?? [])
        {
            names.Add(name);
            foreach ((string attribute, object? value) in values ?? [])
                Collect(type.BusinessAttributes.GetValueOrDefault(name)?.GetValueOrDefault(attribute)?.Type, value, names);
        }

        return names;
    }

    private static void Collect(AtlasType? type, object? value, HashSet<string> names)
    {
        switch (type, value)
        {
            case (EnumType or StructType, not null):
                names.Add(type.Name);
                CollectMembers(type as StructType, value, names);
                break;
            case (ArrayType array, IReadOnlyList<object?> list):
                foreach (object? item in list)
                    Collect(array.Element, item, names);
                break;
            case (MapType map, IReadOnlyDictionary<string, object?> items):
                foreach (object? item in items.Values)
                    Collect(map.Value, item, names);
                break;
        }
    }

    private static void CollectMembers(StructType? type, object value, HashSet<string> names)
    {
        if (type is null || (value as IReadOnlyDictionary<string, object?>)?.GetValueOrDefault("attributes") is not { } attributes)
            return;

        var members = (IReadOnlyDictionary<string, object?>)attributes;
        foreach (AtlasAttribute attribute in type.Attributes.Values)
            Collect(attribute.Type, members.GetValueOrDefault(attribute.Name), names);
    }
}
