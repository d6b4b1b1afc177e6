using System.Globalization;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Entities;

/// <summary>Checks business metadata that is to be given to an entity and brings it into normal form.</summary>
internal static class BusinessMetadataRules
{
    /// <summary>The stored form of the business metadata given with a new entity; null when there is none.</summary>
    /// <inheritdoc cref="Merge"/>
    public static Dictionary<string, Dictionary<string, object?>?>? ForNewEntity(
        IReadOnlyDictionary<string, Dictionary<string, object?>?>? given, EntityType type) =>
        given is null ? null : Merge(new Dictionary<string, Dictionary<string, object?>?>(), given, type);

    /// <summary>What an entity has with what it is given, in stored form; a null removes an attribute. Null when nothing is left.</summary>
    /// <exception cref="Model.Errors.AtlasException">
    /// 404-00-007: not applicable to the type, a bad or too long value, a mandatory one missing.
    /// </exception>
    public static Dictionary<string, Dictionary<string, object?>?>? Merge(
        IReadOnlyDictionary<string, Dictionary<string, object?>?> current, IReadOnlyDictionary<string, Dictionary<string, object?>?> given,
        EntityType type)
    {
        CheckApplicable(given, type);
        var messages = new List<string>();
        var result = new Dictionary<string, Dictionary<string, object?>?>(current);
        foreach ((string name, Dictionary<string, object?>? values) in given)
        {
            if (values is not { Count: > 0 })
                continue;
            var merged = new Dictionary<string, object?>(current.GetValueOrDefault(name) ?? []);
            foreach ((string attribute, object? value) in values)
                merged[attribute] = value;
            if (Normalize(name, merged, type.BusinessAttributes[name], type, messages) is { Count: > 0 } normalized)
                result[name] = normalized;
            else
                result.Remove(name);
        }

        EntityValidator.ThrowIfAny(messages);
        return result.Count == 0 ? null : result;
    }

    /// <exception cref="Model.Errors.AtlasException">404-00-007: entities of the type have no such business metadata, or attributes of it.</exception>
    public static void CheckApplicable(IReadOnlyDictionary<string, Dictionary<string, object?>?> given, EntityType type)
    {
        var messages = new List<string>();
        foreach ((string name, Dictionary<string, object?>? values) in given)
        {
            if (!type.BusinessAttributes.TryGetValue(name, out IReadOnlyDictionary<string, AtlasAttribute>? attributes))
                messages.Add($"{name}: business metadata is not applicable to entities of type {type.Name}");
            else
                messages.AddRange((values ?? []).Keys.Where(key => !attributes.ContainsKey(key))
                    .Select(unknown => $"{name}.{unknown}: business metadata attribute is not applicable to entities of type {type.Name}"));
        }

        EntityValidator.ThrowIfAny(messages);
    }

    private static Dictionary<string, object?> Normalize(
        string name, Dictionary<string, object?> values, IReadOnlyDictionary<string, AtlasAttribute> attributes, EntityType type,
        List<string> messages)
    {
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
