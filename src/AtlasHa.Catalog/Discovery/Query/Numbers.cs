using System.Globalization;
using System.Numerics;

namespace AtlasHa.Catalog.Discovery.Query;

/// <summary>Arithmetic on the numbers that attributes hold: exact as long as it can be, in double precision beyond that.</summary>
internal static class Numbers
{
    /// <summary>Null without one of the numbers, and for what has no result.</summary>
    public static object? Join(object? left, char by, object? right)
    {
        if (left is null || right is null)
            return null;
        try
        {
            if (IsExact(left) && IsExact(right))
                return Exact(ToDecimal(left), by, ToDecimal(right));
        }
        catch (OverflowException)
        {
            // Too large to be exact.
        }
        var result = Rough(ToDouble(left), by, ToDouble(right));
        return double.IsFinite(result) ? result : null;
    }

    private static object? Exact(decimal left, char by, decimal right) => by switch
    {
        '+' => left + right,
        '-' => left - right,
        '*' => left * right,
        '/' => right == 0 ? null : left / right,
        _ => throw new ArgumentException($"unknown operator {by}", nameof(by)),
    };

    private static double Rough(double left, char by, double right) => by switch
    {
        '+' => left + right,
        '-' => left - right,
        '*' => left * right,
        '/' => left / right,
        _ => throw new ArgumentException($"unknown operator {by}", nameof(by)),
    };

    private static bool IsExact(object number) => number is not double;

    private static decimal ToDecimal(object number) => number is BigInteger big ? (decimal)big : Convert.ToDecimal(number, CultureInfo.InvariantCulture);

    private static double ToDouble(object number) => number is BigInteger big ? (double)big : Convert.ToDouble(number, CultureInfo.InvariantCulture);
}
