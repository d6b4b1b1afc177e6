using System.Globalization;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Entities;

/// <summary>Checks business metadata that is to be given to an entity and brings it into normal form.</summary>
internal static class BusinessMetadataRules
{
    /// <summary>The stored form of the business metadata given with a new entity; null when there is none.</summary>
    /// <exception cref="Model.Errors.AtlasException">
    /// 404-00-007: not applicable to the type, a bad or too long value, a mandatory one missing.
    /// </exception>
    public static Dictionary<string, Dictionary<string, object?>?>? ForNewEntity(
        IReadOnlyDictionary<string, Dictionary<string, object?>?>? given, EntityType type)
    {
        var messages = new List<string>();
        var result = new Dictionary<string, Dictionary<string, object?>?>();
        foreach ((string name, Dictionary<string, object?>? values) in given ?? new Dictionary<string, Dictionary<string, object?>?>())
        {
            if (values is not { Count: > 0 })
                continue;
            if (!type.BusinessAttributes.TryGetValue(name, out IReadOnlyDictionary<string, AtlasAttribute>? attributes))
                messages.Add($"{name}: business metadata is not applicable to entities of type {type.Name}");
            else if (Normalize(name, values, attributes, type, messages) is { Count: > 0 } normalized)
                result[name] = normalized;
        }

        EntityValidator.ThrowIfAny(messages);
        return result.Count == 0 ? null : result;
    }

    private static Dictionary<string, object?> Normalize(
        string name, Dictionary<string, object?> values, IReadOnlyDictionary<string, AtlasAttribute> attributes, EntityType type,
        List<string> messages)
    {
        foreach (string unknown in values.Keys.Where(key => !attributes.ContainsKey(key)))
            messages.Add($"{name}.{unknown}: business metadata attribute is not applicable to entities of type {type.Name}");

        var normalized = new Dictionary<string, object?>();
        foreach (AtlasAttribute attribute in attributes.Values)
        {
            string path = $"{name}.{attribute.Name}";
            object? value = values.GetValueOrDefault(attribute.Name);
            if (value is null && !attribute.IsOptional)
                messages.Add($"{path}: mandatory business metadata attribute value missing for type {type.Name}");
            if (value is null)
                continue;

            attribute.Type.Validate(value, path, messages);
            if (attribute.Type.TryNormalize(value, out object? result))
            {
                CheckLength(result, attribute, path, messages);
                normalized[attribute.Name] = result;
            }
        }

        return normalized;
    }

    private static void CheckLength(object? value, AtlasAttribute attribute, string path, List<string> messages)
    {
        string? option = attribute.Def.Options?.GetValueOrDefault(TypeOptions.MaxStringLength);
        if (!int.TryParse(option, CultureInfo.InvariantCulture, out int limit))
            return;
        if (Strings(value).Any(text => text.Length > limit))
            messages.Add($"{path}: value is longer than the limit of {limit} characters");
    }

    private static IEnumerable<string> Strings(object? value) => value switch
    {
        string text => [text],
        IReadOnlyList<object?> list => list.SelectMany(Strings),
        IReadOnlyDictionary<string, object?> map => map.Values.SelectMany(Strings),
        _ => [],
    };
}
