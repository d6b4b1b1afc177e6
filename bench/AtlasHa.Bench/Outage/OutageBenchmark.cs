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
            var stretches = new List<Stretch>();

            await MeasureAsync("before", () => Task.Delay(Before, cancellationToken));
            await cluster.Instances.ZooKeeper.KillAsync();
            await MeasureAsync("outage", () => Task.Delay(settings.Length(DefaultSeconds), cancellationToken));
            await MeasureAsync("return", async () =>
            {
                await cluster.Instances.ZooKeeper.StartAgainAsync();
                await cluster.SettledAsync();
                await Task.Delay(After, cancellationToken);
            });

            var same = await cluster.Instances.ActiveAsync() == active;
            report.Raw(new { run, stretches, same, history = await cluster.LastChangeAsync() });
            report.Table(
                [$"run {run}", "length, s", "requests", "failed", "not sent", "longest gap, ms", "longest request, ms", "reasons"],
                stretches.Select(s => (IReadOnlyList<string>)
                [
                    s.Name, Summary.Text(s.Seconds), $"{s.Load.Requests}", $"{s.Load.Failed}", $"{s.NotMade}", Summary.Text(s.GapMillis), Summary.Text(s.Load.LongestMillis), s.Load.Reasons(),
                ]));
            report.Line(same ? "The same instance was active before and after." : "Another instance was active afterwards.");

            async Task MeasureAsync(string name, Func<Task> stretch)
            {
                Report.Progress($"outage, run {run}: {name}");
                var notMade = load.NotMade;
                var began = Stopwatch.GetTimestamp();
                await stretch();
                var ended = Stopwatch.GetTimestamp();
                var calls = load.Between(began, ended);
                stretches.Add(new Stretch(
                    name, Stopwatch.GetElapsedTime(began, ended).TotalSeconds, LoadCount.Of(calls), load.NotMade - notMade, Gaps.LongestMillis(calls, began, ended)));
            }
        }
    }

    private sealed record Stretch(string Name, double Seconds, LoadCount Load, long NotMade, double GapMillis);
}
