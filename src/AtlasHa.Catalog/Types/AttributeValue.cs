using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using AtlasHa.Catalog.Model.Json;

namespace AtlasHa.Catalog.Types;

/// <summary>Plain CLR values of attributes: text form, comparison, and values hidden in strings.</summary>
public static class AttributeValue
{
    /// <summary>Compares deeply; numbers by value whatever their CLR type, lists in order, maps by key.</summary>
    public static IEqualityComparer<object?> Comparer { get; } = new DeepComparer();

    /// <summary>The text of a value: scalars as in JSON without quotes, lists and maps as JSON.</summary>
    public static string ToText(object? value) => value switch
    {
        null => "null",
        string text => text,
        bool flag => flag ? "true" : "false",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => Encoding.UTF8.GetString(AtlasJson.Write(value)),
    };

    /// <summary>Reads JSON text that came as a string; false when it is no JSON.</summary>
    internal static bool TryParseJson(string text, out object? value)
    {
        try
        {
            value = JsonSerializer.Deserialize<object?>(text, AtlasJson.Options);
            return true;
        }
        catch (JsonException)
        {
            value = null;
            return false;
        }
    }

    private sealed class DeepComparer : IEqualityComparer<object?>
    {
        bool IEqualityComparer<object?>.Equals(object? x, object? y) => AreEqual(x, y);

        public int GetHashCode(object? value) => value switch
        {
            null => 0,
            IReadOnlyDictionary<string, object?> map => map.Count,
            IReadOnlyList<object?> list => list.Aggregate(list.Count, (hash, item) => HashCode.Combine(hash, GetHashCode(item))),
            _ when IsNumber(value) => ToDouble(value).GetHashCode(),
            _ => value.GetHashCode(),
        };

        private static bool AreEqual(object? x, object? y) => (x, y) switch
        {
            (null, _) or (_, null) => x is null && y is null,
            (IReadOnlyDictionary<string, object?> a, IReadOnlyDictionary<string, object?> b) =>
                a.Count == b.Count && a.All(pair => b.TryGetValue(pair.Key, out var other) && AreEqual(pair.Value, other)),
            (IReadOnlyList<object?> a, IReadOnlyList<object?> b) => a.Count == b.Count && a.Zip(b).All(pair => AreEqual(pair.First, pair.Second)),
            _ when IsNumber(x) && IsNumber(y) => NumbersEqual(x, y),
            _ => x.Equals(y),
        };

        private static bool NumbersEqual(object x, object y)
        {
            if (x is double || y is double)
                return ToDouble(x).Equals(ToDouble(y));
            if (x is BigInteger || y is BigInteger)
                return x is not decimal && y is not decimal && ToBigInteger(x) == ToBigInteger(y);
            return Convert.ToDecimal(x, CultureInfo.InvariantCulture) == Convert.ToDecimal(y, CultureInfo.InvariantCulture);
        }

        private static bool IsNumber(object value) => value is long or int or decimal or double or BigInteger;

        private static double ToDouble(object number) =>
            number is BigInteger big ? (double)big : Convert.ToDouble(number, CultureInfo.InvariantCulture);

        private static BigInteger ToBigInteger(object number) =>
            number is BigInteger big ? big : Convert.ToInt64(number, CultureInfo.InvariantCulture);
    }
}
