using AtlasHa.Catalog.Discovery.Query;

namespace AtlasHa.Catalog.Discovery.Basic;

/// <summary>Atlas's symbols for comparisons; the first of each is the one that answers show.</summary>
internal static class FilterOperators
{
    /// <summary>In place of a comparison: its value names a stretch of time.</summary>
    public const string TimeRange = "timerange";

    private static readonly (Comparison Comparison, string[] Symbols)[] All =
    [
        (Comparison.Less, ["<", "lt"]),
        (Comparison.Greater, [">", "gt"]),
        (Comparison.LessOrEqual, ["<=", "lte"]),
        (Comparison.GreaterOrEqual, [">=", "gte"]),
        (Comparison.Equal, ["=", "eq"]),
        (Comparison.NotEqual, ["!=", "neq"]),
        (Comparison.In, ["in", "IN"]),
        (Comparison.Like, ["like", "LIKE"]),
        (Comparison.StartsWith, ["startsWith", "STARTSWITH", "begins_with", "BEGINS_WITH"]),
        (Comparison.EndsWith, ["endsWith", "ENDSWITH", "ends_with", "ENDS_WITH"]),
        (Comparison.Contains, ["contains", "CONTAINS"]),
        (Comparison.NotContains, ["not_contains", "NOT_CONTAINS"]),
        (Comparison.ContainsAny, ["containsAny", "CONTAINSANY", "contains_any", "CONTAINS_ANY"]),
        (Comparison.ContainsAll, ["containsAll", "CONTAINSALL", "contains_all", "CONTAINS_ALL"]),
        (Comparison.IsNull, ["isNull", "ISNULL", "is_null", "IS_NULL"]),
        (Comparison.NotNull, ["notNull", "NOTNULL", "not_null", "NOT_NULL"]),
        (Comparison.NotEmpty, ["notEmpty", "NOTEMPTY", "not_empty", "NOT_EMPTY"]),
    ];

    private static readonly Dictionary<string, Comparison> BySymbol = All
        .SelectMany(item => item.Symbols, (item, symbol) => (symbol, item.Comparison)).ToDictionary(StringComparer.Ordinal);

    public static bool TryParse(string symbol, out Comparison comparison) => BySymbol.TryGetValue(symbol, out comparison);

    public static bool IsTimeRange(string symbol) => symbol is TimeRange or "TIMERANGE" or "time_range" or "TIME_RANGE";

    /// <summary>The symbol that answers show.</summary>
    public static string Canonical(string symbol) => TryParse(symbol, out var comparison)
        ? All.First(item => item.Comparison == comparison).Symbols[0]
        : IsTimeRange(symbol) ? TimeRange : symbol;
}
