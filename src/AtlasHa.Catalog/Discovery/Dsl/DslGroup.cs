using System.Globalization;
using AtlasHa.Catalog.Discovery.Query;

namespace AtlasHa.Catalog.Discovery.Dsl;

/// <summary>The aggregates of one group of entities; a column that is none shows the first value.</summary>
internal sealed class DslGroup(IReadOnlyList<DslColumn> columns)
{
    private readonly object?[] _values = new object?[columns.Count];

    public long Count { get; set; }

    public void Add(object?[] values)
    {
        Count++;
        for (var i = 0; i < columns.Count; i++)
        {
            if (values[i] is { } value)
                _values[i] = _values[i] is { } before ? Joined(columns[i].Aggregate, before, value) : value;
        }
    }

    public List<object?> Row() => [.. columns.Select((column, i) => column.Aggregate == DslAggregate.Count ? Count : _values[i] ?? "")];

    private static object Joined(DslAggregate aggregate, object before, object value) => aggregate switch
    {
        DslAggregate.Min => Values.Compare(value, before) < 0 ? value : before,
        DslAggregate.Max => Values.Compare(value, before) > 0 ? value : before,
        DslAggregate.Sum => Sum(before, value),
        _ => before,
    };

    private static object Sum(object left, object right)
    {
        if (left is long a && right is long b && (b >= 0 ? a <= long.MaxValue - b : a >= long.MinValue - b))
            return a + b;
        return left is string || right is string || left is bool
            ? left
            : Convert.ToDouble(left, CultureInfo.InvariantCulture) + Convert.ToDouble(right, CultureInfo.InvariantCulture);
    }
}
