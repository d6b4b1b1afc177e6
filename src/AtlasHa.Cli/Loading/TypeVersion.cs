using System.Numerics;

namespace AtlasHa.Cli.Loading;

/// <summary>Order of type versions such as "1.10".</summary>
internal static class TypeVersion
{
    /// <summary>Atlas's version of a type that states none.</summary>
    public const string Default = "1.0";

    /// <summary>
    /// True when <paramref name="candidate"/> is later than <paramref name="existing"/>: compared part by part between the
    /// dots, as numbers where both are numbers and as text otherwise; a missing part counts as 0, a missing version as 1.0.
    /// </summary>
    public static bool IsNewer(string? candidate, string? existing)
    {
        var left = Parts(candidate);
        var right = Parts(existing);
        for (var i = 0; i < Math.Max(left.Length, right.Length); i++)
        {
            var order = Compare(left.ElementAtOrDefault(i) ?? "0", right.ElementAtOrDefault(i) ?? "0");
            if (order != 0) return order > 0;
        }

        return false;
    }

    private static string[] Parts(string? version) => (string.IsNullOrWhiteSpace(version) ? Default : version.Trim()).Split('.');

    private static int Compare(string left, string right)
        => BigInteger.TryParse(left, out var a) && BigInteger.TryParse(right, out var b) ? a.CompareTo(b) : string.CompareOrdinal(left, right);
}
