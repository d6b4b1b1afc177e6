namespace AtlasHa.Catalog.Types;

/// <summary>A built-in scalar: boolean, the numbers, string or date.</summary>
public sealed class PrimitiveType : AtlasType
{
    private readonly Conversion _convert;

    internal PrimitiveType(string name, Conversion convert, object defaultValue) : base(name)
    {
        _convert = convert;
        DefaultValue = defaultValue;
    }

    /// <summary>Converts a value that is not null; the result may be null (an empty string is no date).</summary>
    internal delegate bool Conversion(object value, out object? normalized);

    public override object DefaultValue { get; }

    /// <summary>A string attribute that may be left out stays null; every other primitive has a zero.</summary>
    public bool IsString => Name == "string";

    public override bool TryNormalize(object? value, out object? normalized)
    {
        normalized = null;
        return value is null || _convert(value, out normalized);
    }
}
