using AtlasHa.Bench.Reporting;

namespace AtlasHa.Bench.Growth;

/// <summary>The curves of a growth run on one store, each relative to its first point: what stays flat is at 1.</summary>
internal static class GrowthPlot
{
    public static string Draw(string store, IReadOnlyList<GrowthPoint> points)
    {
        var chart = new LogChart($"{store}, relative to the smallest catalogue", "entities");
        chart.Add("failover", Relative(points, point => new Summary(point.FailoverMillis).Median));
        chart.Add("load time per entity", Relative(points, point => 1 / point.LoadPerSecond));
        chart.Add("bytes per entity", Relative(points, point => point.BytesPerEntity));
        foreach (var kind in points[0].Requests.Keys) chart.Add($"time per {kind}", Relative(points, point => 1 / point.Requests[kind]));
        return chart.ToSvg();
    }

    private static IReadOnlyList<(double X, double Y)> Relative(IEnumerable<GrowthPoint> points, Func<GrowthPoint, double> value)
    {
        var sorted = points.OrderBy(point => point.Entities).ToList();
        return [.. sorted.Select(point => ((double)point.Entities, value(point) / value(sorted[0])))];
    }
}
