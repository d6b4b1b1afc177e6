using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.RegularExpressions;
using AtlasHa.Catalog.Types;

namespace AtlasHa.Catalog.Discovery.Query;

/// <summary>Comparisons of values in normal form.</summary>
internal static class Values
{
    private static readonly TimeSpan MatchTimeout = TimeSpan.FromSeconds(1);

    public static bool Matches(object? value, Comparison comparison, IReadOnlyList<object> operands) => comparison switch
    {
        Comparison.IsNull => value is null,
        Comparison.NotNull => value is not null,
        Comparison.NotEmpty => value is not (null or "" or IReadOnlyList<object?> { Count: 0 }),
        Comparison.NotEqual => !AnyOf(value, item => AreEqual(item, operands[0])),
        Comparison.NotContains => !AnyOf(value, item => Text(item).Contains(Text(operands[0]), StringComparison.Ordinal)),
        Comparison.ContainsAny => operands.Any(operand => AnyOf(value, item => AreEqual(item, operand))),
        Comparison.ContainsAll => operands.All(operand => AnyOf(value, item => AreEqual(item, operand))),
        _ => AnyOf(value, item => MatchesOne(item, comparison, operands)),
    };

    /// <summary>The order of values: numbers by size, text by code points; null when they cannot be compared.</summary>
    public static int? Compare(object left, object right)
    {
        if (left is string || right is string)
            return left is string a && right is string b ? CompareText(a, b) : null;
        if (left is bool x && right is bool y)
            return x.CompareTo(y);
        return IsNumber(left) && IsNumber(right) ? CompareNumbers(left, right) : null;
    }

    /// <summary>As an expression of the regular language: <c>*</c> any text, <c>?</c> one character.</summary>
    public static Regex Wildcards(string pattern, RegexOptions options = RegexOptions.None) => new(
        $"^{Regex.Escape(pattern).Replace("\\*", ".*", StringComparison.Ordinal).Replace("\\?", ".", StringComparison.Ordinal)}$",
        options | RegexOptions.Singleline | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, MatchTimeout);

    private static bool MatchesOne(object item, Comparison comparison, IReadOnlyList<object> operands) => comparison switch
    {
        Comparison.Equal => AreEqual(item, operands[0]),
        Comparison.In => operands.Any(operand => AreEqual(item, operand)),
        Comparison.Less => Compare(item, operands[0]) < 0,
        Comparison.LessOrEqual => Compare(item, operands[0]) <= 0,
        Comparison.Greater => Compare(item, operands[0]) > 0,
        Comparison.GreaterOrEqual => Compare(item, operands[0]) >= 0,
        Comparison.Like => operands[0] is Regex pattern && pattern.IsMatch(Text(item)),
        Comparison.StartsWith => Text(item).StartsWith(Text(operands[0]), StringComparison.Ordinal),
        Comparison.EndsWith => Text(item).EndsWith(Text(operands[0]), StringComparison.Ordinal),
        Comparison.Contains => Text(item).Contains(Text(operands[0]), StringComparison.Ordinal),
        _ => throw new ArgumentException($"unknown comparison {comparison}", nameof(comparison)),
    };

    private static bool AnyOf(object? value, Func<object, bool> matches) => value switch
    {
        null => false,
        IReadOnlyList<object?> list => list.Any(item => item is not null && matches(item)),
        _ => matches(value),
    };

    private static bool AreEqual(object left, object right) => AttributeValue.Comparer.Equals(left, right);

    private static string Text(object value) => AttributeValue.ToText(value);

    private static bool IsNumber(object value) => value is long or int or decimal or double or BigInteger;

    private static int CompareNumbers(object left, object right)
    {
        if (left is long a && right is long b)
            return a.CompareTo(b);
        if (left is BigInteger or long && right is BigInteger or long)
            return ToBig(left).CompareTo(ToBig(right));
        if (left is decimal or long && right is decimal or long)
            return Convert.ToDecimal(left, CultureInfo.InvariantCulture).CompareTo(Convert.ToDecimal(right, CultureInfo.InvariantCulture));
        return ToDouble(left).CompareTo(ToDouble(right));
    }

    private static BigInteger ToBig(object number) => number is BigInteger big ? big : (long)number;

    private static double ToDouble(object number) => number is BigInteger big ? (double)big : Convert.ToDouble(number, CultureInfo.InvariantCulture);

    // Surrogates have lower code units than some characters that they come after.
    private static int CompareText(string left, string right) => left.AsSpan().ContainsAnyInRange('\ud800', '\udfff') || right.AsSpan().ContainsAnyInRange('\ud800', '\udfff')
        ? Encoding.UTF8.GetBytes(left).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(right))
        : string.CompareOrdinal(left, right);
}
