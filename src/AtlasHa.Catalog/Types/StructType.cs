using AtlasHa.Catalog.Model.TypeDefs;

namespace AtlasHa.Catalog.Types;

/// <summary>A type with attributes: a struct itself, or the base of the other kinds that have them.</summary>
public class StructType : AtlasType
{
    private const string TypeNameMember = "typeName";
    private const string AttributesMember = "attributes";

    internal StructType(AtlasStructDef def) : base(def.Name!) => Def = def;

    /// <summary>The definition as the server answers it, with the members that it fills itself.</summary>
    public AtlasStructDef Def { get; internal set; }

    public override TypeCategory? Category => TypeCategory.Struct;

    /// <summary>All attributes, inherited ones first, by name.</summary>
    public IReadOnlyDictionary<string, AtlasAttribute> Attributes { get; internal set; } = new Dictionary<string, AtlasAttribute>();

    /// <summary>
    /// Checks attribute values: those present against their types and, unless <paramref name="partial"/>, that mandatory ones are there.
    /// Unknown names are ignored.
    /// </summary>
    /// <param name="relationshipValues">Where the value of a mandatory attribute may be instead, as it is also the end of a relationship.</param>
    public void ValidateAttributes(
        IReadOnlyDictionary<string, object?> values, string path, List<string> messages, bool partial = false,
        IReadOnlyDictionary<string, object?>? relationshipValues = null)
    {
        foreach (var attribute in Attributes.Values)
        {
            var present = values.TryGetValue(attribute.Name, out var value);
            if (value is not null)
                attribute.Type.Validate(value, $"{path}.{attribute.Name}", messages);
            else if (!attribute.IsOptional && (present || !partial) && relationshipValues?.GetValueOrDefault(attribute.Name) is null)
                messages.Add($"{path}.{attribute.Name}: mandatory attribute value missing in type {Name}");
        }
    }

    /// <summary>
    /// The normal form of the declared attributes: unset ones take their <see cref="AtlasAttribute.UnsetValue"/>, or are left out when
    /// <paramref name="partial"/> and absent. False when a value does not fit.
    /// </summary>
    public bool TryNormalizeAttributes(IReadOnlyDictionary<string, object?> values, bool partial, out Dictionary<string, object?> normalized)
    {
        normalized = new Dictionary<string, object?>(Attributes.Count, StringComparer.Ordinal);
        foreach (var attribute in Attributes.Values)
        {
            if (!values.TryGetValue(attribute.Name, out var value) && partial)
                continue;
            if (!attribute.Type.TryNormalize(value, out var result))
                return false;
            normalized[attribute.Name] = result ?? attribute.UnsetValue;
        }
        return true;
    }

    /// <summary>Accepts <c>{typeName, attributes}</c>, a bare map of attributes, or a string that holds either as JSON.</summary>
    public override bool TryNormalize(object? value, out object? normalized)
    {
        normalized = null;
        if (value is null)
            return true;
        if (value is string text && AttributeValue.TryParseJson(text, out var parsed))
            value = parsed;
        if (AttributesIn(value) is not { } values || !TryNormalizeAttributes(values, partial: false, out var attributes))
            return false;
        normalized = new Dictionary<string, object?> { [TypeNameMember] = Name, [AttributesMember] = attributes };
        return true;
    }

    public override void Validate(object? value, string path, List<string> messages)
    {
        if (value is null)
            return;
        if (AttributesIn(value) is { } values)
            ValidateAttributes(values, path, messages);
        else
            messages.Add(InvalidValue(value, path));
    }

    private static IReadOnlyDictionary<string, object?>? AttributesIn(object? value) => value is not IReadOnlyDictionary<string, object?> map
        ? null
        : map.GetValueOrDefault(AttributesMember) as IReadOnlyDictionary<string, object?> ?? map;
}
