using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Entities;

/// <summary>References to entities inside attribute values, however deep in arrays, maps and structs.</summary>
internal static class ReferenceValues
{
    /// <summary>The value with each reference replaced. Parts that do not have the shape of their type stay as they are.</summary>
    /// <exception cref="AtlasException">400-00-021: something stands where a reference must, and is none.</exception>
    public static object? Replace(AtlasType type, object? value, Func<ObjectIdType, AtlasObjectId, object?> replace) => (type, value) switch
    {
        (_, null) => null,
        _ when !MayHold(type) => value,
        (ObjectIdType reference, _) => replace(reference, Parse(value)),
        (ArrayType array, IReadOnlyList<object?> list) => list.Select(item => Replace(array.Element, item, replace)).ToList(),
        (MapType map, IReadOnlyDictionary<string, object?> items) =>
            items.ToDictionary(pair => pair.Key, pair => Replace(map.Value, pair.Value, replace)),
        (StructType structType, IReadOnlyDictionary<string, object?> members) => ReplaceInStruct(structType, members, replace),
        _ => value,
    };

    /// <exception cref="AtlasException">400-00-021: the value names no entity.</exception>
    public static AtlasObjectId Parse(object? value) => AtlasObjectId.FromValue(value) is { IsValid: true } reference
        ? reference
        : throw new AtlasException(AtlasErrorCode.InvalidObjectId, AttributeValue.ToText(value));

    private static bool MayHold(AtlasType type) => type switch
    {
        ArrayType array => MayHold(array.Element),
        MapType map => MayHold(map.Value),
        _ => type is ObjectIdType or StructType,
    };

    private static Dictionary<string, object?> ReplaceInStruct(
        StructType type, IReadOnlyDictionary<string, object?> value, Func<ObjectIdType, AtlasObjectId, object?> replace)
    {
        const string AttributesMember = "attributes";
        var result = new Dictionary<string, object?>(value);
        if (value.GetValueOrDefault(AttributesMember) is IReadOnlyDictionary<string, object?> attributes)
            result[AttributesMember] = ReplaceInStruct(type, attributes, replace);
        foreach (AtlasAttribute attribute in type.Attributes.Values)
        {
            if (value.TryGetValue(attribute.Name, out object? member))
                result[attribute.Name] = Replace(attribute.Type, member, replace);
        }

        return result;
    }
}
