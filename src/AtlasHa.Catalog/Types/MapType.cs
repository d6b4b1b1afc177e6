namespace AtlasHa.Catalog.Types;

/// <summary>A map; keys are kept as text whatever their type, as JSON has no others.</summary>
public sealed class MapType : AtlasType
{
    internal MapType(AtlasType key, AtlasType value) : base($"map<{key.Name},{value.Name}>")
    {
        Key = key;
        Value = value;
    }

    public AtlasType Key { get; }

    public AtlasType Value { get; }

    /// <summary>Accepts a map, or a string that holds a JSON object.</summary>
    public override bool TryNormalize(object? value, out object? normalized)
    {
        normalized = null;
        if (value is null)
            return true;
        if (value is string text && AttributeValue.TryParseJson(text, out var parsed))
            value = parsed;
        if (value is not IReadOnlyDictionary<string, object?> map)
            return false;
        var result = new Dictionary<string, object?>(map.Count, StringComparer.Ordinal);
        foreach (var (key, item) in map)
        {
            if (!Key.TryNormalize(key, out var normalizedKey) || !Value.TryNormalize(item, out var normalizedItem))
                return false;
            result[AttributeValue.ToText(normalizedKey)] = normalizedItem;
        }
        normalized = result;
        return true;
    }

    /// <summary>A string that holds a JSON object is refused here, as Atlas does.</summary>
    public override void Validate(object? value, string path, List<string> messages)
    {
        if (value is null)
            return;
        if (value is not IReadOnlyDictionary<string, object?> map)
        {
            messages.Add(InvalidValue(value, path));
            return;
        }
        foreach (var (key, item) in map)
        {
            Key.Validate(key, $"{path}.{key}", messages);
            Value.Validate(item, $"{path}.{key}", messages);
        }
    }
}
