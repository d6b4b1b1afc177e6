using System.Diagnostics;
using AtlasHa.Bench.Calls;
using AtlasHa.Bench.Clusters;
using AtlasHa.Bench.Reporting;
using AtlasHa.TestKit;

namespace AtlasHa.Bench.Outage;

/// <summary>All of ZooKeeper gone for a while, under load.</summary>
internal sealed class OutageBenchmark : IBenchmark
{
    private const int DefaultSeconds = 60;
    private const int RequestsPerSecond = 200;
    private static readonly TimeSpan Before = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan After = TimeSpan.FromSeconds(15);

    public string Name => "outage";

    public string Description =>
        $"SIGKILL of the only ZooKeeper server, started again after the outage ({DefaultSeconds} s unless --seconds says otherwise), with {RequestsPerSecond} requests/s through "
        + "all instances, redirects followed, nothing repeated by the client, one in ten a durable write. ZooKeeper session timeout 10 s.";

    public async Task RunAsync(BenchSettings settings, Report report, CancellationToken cancellationToken)
    {
        for (var run = 1; run <= (settings.Runs ?? 1); run++)
        {
            await using var cluster = await BenchCluster.StartAsync();
            await using var load = new CallSeries(new MixedCaller(cluster.Urls, cluster.EntityPath), TimeSpan.FromSeconds(1) / RequestsPerSecond);
            await load.StartAsync(TestTimeouts.Short);
            var active = await cluster.Instances.ActiveAsync();

            Report.Progress($"outage, run {run}");
            var marks = new List<Mark> { new("before", Stopwatch.GetTimestamp(), load.NotMade) };
            await Task.Delay(Before, cancellationToken);
            marks.Add(new("outage", Stopwatch.GetTimestamp(), load.NotMade));
            await cluster.Instances.ZooKeeper.KillAsync();
            await Task.Delay(settings.Length(DefaultSeconds), cancellationToken);
            marks.Add(new("return", Stopwatch.GetTimestamp(), load.NotMade));
            await cluster.Instances.ZooKeeper.StartAgainAsync();
            await cluster.SettledAsync();
            await Task.Delay(After, cancellationToken);
            marks.Add(new("end", Stopwatch.GetTimestamp(), load.NotMade));

            var stretches = new List<Stretch>();
            foreach (var (from, to) in marks.Zip(marks.Skip(1))) stretches.Add(await StretchAsync(load, from, to));
            var same = await cluster.Instances.ActiveAsync() == active;
            report.Raw(new { run, stretches, same, history = await cluster.LastChangeAsync() });
            report.Table(
                [$"run {run}", "length, s", "requests", "failed", "not sent", "longest gap, ms", "longest request, ms", "reasons"],
                stretches.Select(s => (IReadOnlyList<string>)
                [
                    s.Name, Summary.Text(s.Seconds), $"{s.Load.Requests}", $"{s.Load.Failed}", $"{s.NotMade}", Summary.Text(s.GapMillis), Summary.Text(s.Load.LongestMillis), s.Load.Reasons(),
                ]));
            report.Line(same ? "The same instance was active before and after." : "Another instance was active afterwards.");
        }
    }

    private static async Task<Stretch> StretchAsync(CallSeries load, Mark from, Mark to) => new(
        from.Name,
        Stopwatch.GetElapsedTime(from.At, to.At).TotalSeconds,
        LoadCount.Of(await load.BegunBetweenAsync(from.At, to.At)),
        to.NotMade - from.NotMade,
        Gaps.LongestMillis(load.EndedBetween(from.At, to.At), from.At, to.At));

    private sealed record Mark(string Name, long At, long NotMade);

    private sealed record Stretch(string Name, double Seconds, LoadCount Load, long NotMade, double GapMillis);
}
