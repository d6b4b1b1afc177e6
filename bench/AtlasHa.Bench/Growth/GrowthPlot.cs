using AtlasHa.Bench.Reporting;

namespace AtlasHa.Bench.Growth;

/// <summary>The curves of a growth run, each relative to its first point: what stays flat is at 1.</summary>
internal static class GrowthPlot
{
    public static string Draw(IReadOnlyList<GrowthPoint> points)
    {
        var chart = new LogChart("Relative to the smallest catalogue", "entities");
        foreach (var store in points.GroupBy(point => point.Store))
        {
            chart.Add($"{store.Key}: failover", Relative(store, point => new Summary(point.FailoverMillis).Median));
            chart.Add($"{store.Key}: time per GET by guid", Relative(store, point => 1 / point.ByGuid));
            chart.Add($"{store.Key}: time per GET by name", Relative(store, point => 1 / point.ByName));
            chart.Add($"{store.Key}: load time per entity", Relative(store, point => 1 / point.LoadPerSecond));
            chart.Add($"{store.Key}: bytes per entity", Relative(store, point => point.BytesPerEntity));
        }

        return chart.ToSvg();
    }

    private static IReadOnlyList<(double X, double Y)> Relative(IEnumerable<GrowthPoint> points, Func<GrowthPoint, double> value)
    {
        var sorted = points.OrderBy(point => point.Entities).ToList();
        return [.. sorted.Select(point => ((double)point.Entities, value(point) / value(sorted[0])))];
    }
}
