using System.Globalization;
using System.Numerics;

namespace AtlasHa.Catalog.Types;

/// <summary>Conversions to the normal forms of the built-in scalars.</summary>
internal static class Primitives
{
    public const string IsoFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
    private const int DecimalDigits = 28;

    public static bool TryBoolean(object value, out object? normalized)
    {
        normalized = value switch
        {
            bool => value,
            string text when bool.TryParse(text, out var flag) => flag,
            _ => null,
        };
        return normalized is not null;
    }

    public static PrimitiveType.Conversion IntegerWithin(long min, long max) => (object value, out object? normalized) =>
    {
        normalized = TryWhole(value, out var whole) && whole >= min && whole <= max ? (long)whole : null;
        return normalized is not null;
    };

    // A float keeps its own shortest text: 0.1f widened as it is would read back as 0.10000000149.
    public static bool TryFloat(object value, out object? normalized)
    {
        normalized = TryReal(value, out var real) && float.IsFinite((float)real)
            ? double.Parse(((float)real).ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)
            : null;
        return normalized is not null;
    }

    public static bool TryDouble(object value, out object? normalized)
    {
        normalized = TryReal(value, out var real) ? real : null;
        return normalized is not null;
    }

    public static bool TryBigInteger(object value, out object? normalized)
    {
        normalized = !TryWhole(value, out var whole) ? null : FitsLong(whole) ? (object)(long)whole : whole;
        return normalized is not null;
    }

    public static bool TryBigDecimal(object value, out object? normalized)
    {
        normalized = value switch
        {
            long or decimal or BigInteger => value,
            int number => (long)number,
            double number when double.IsFinite(number) => number,
            string text when BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) =>
                FitsLong(whole) ? (object)(long)whole : whole,
            string text when text.Count(char.IsAsciiDigit) <= DecimalDigits
                && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var exact) => exact,
            string text when TryReal(text, out var real) => real,
            _ => null,
        };
        return normalized is not null;
    }

    public static bool TryString(object value, out object? normalized)
    {
        normalized = AttributeValue.ToText(value);
        return true;
    }

    public static bool TryDate(object value, out object? normalized)
    {
        normalized = null;
        if (value is "")
            return true;
        if (value is string text && DateTime.TryParseExact(
            text, IsoFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time))
        {
            normalized = new DateTimeOffset(time).ToUnixTimeMilliseconds();
            return true;
        }
        return IntegerWithin(long.MinValue, long.MaxValue)(value, out normalized);
    }

    private static bool TryWhole(object value, out BigInteger whole)
    {
        switch (value)
        {
            case long number:
                whole = number;
                return true;
            case int number:
                whole = number;
                return true;
            case BigInteger number:
                whole = number;
                return true;
            case decimal number:
                whole = new BigInteger(decimal.Truncate(number));
                return true;
            case double number when double.IsFinite(number):
                whole = new BigInteger(Math.Truncate(number));
                return true;
            case string text:
                return BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out whole);
            default:
                whole = default;
                return false;
        }
    }

    private static bool TryReal(object value, out double real)
    {
        real = value switch
        {
            double number => number,
            long or int or decimal => Convert.ToDouble(value, CultureInfo.InvariantCulture),
            BigInteger number => (double)number,
            string text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
            _ => double.NaN,
        };
        return double.IsFinite(real);
    }

    private static bool FitsLong(BigInteger whole) => whole >= long.MinValue && whole <= long.MaxValue;
}
