using AtlasHa.Catalog.Model.TypeDefs;

namespace AtlasHa.Catalog.Types;

/// <summary>A closed list of values, matched without regard to case; the normal form is the value as defined.</summary>
public sealed class EnumType : AtlasType
{
    private readonly Dictionary<string, string> _values;

    internal EnumType(AtlasEnumDef def) : base(def.Name!)
    {
        Def = def;
        _values = (def.ElementDefs ?? []).Where(element => element.Value is not null)
            .DistinctBy(element => element.Value, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(element => element.Value!, element => element.Value!, StringComparer.OrdinalIgnoreCase);
    }

    public AtlasEnumDef Def { get; }

    public override TypeCategory? Category => TypeCategory.Enum;

    public override object? DefaultValue => string.IsNullOrEmpty(Def.DefaultValue) ? Def.ElementDefs?.FirstOrDefault()?.Value : Def.DefaultValue;

    public override bool TryNormalize(object? value, out object? normalized)
    {
        normalized = value is null ? null : _values.GetValueOrDefault(AttributeValue.ToText(value));
        return value is null || normalized is not null;
    }
}
