using AtlasHa.Bench.Clusters;
using AtlasHa.Bench.Reporting;
using AtlasHa.Bench.Tools;
using AtlasHa.TestKit;

namespace AtlasHa.Bench.Failover;

/// <summary>SIGKILL of the active again and again; how long each kind of user is without an answer, and where the time goes.</summary>
internal sealed class FailoverBenchmark : IBenchmark
{
    private const int DefaultRuns = 50;

    public string Name => "failover";

    public string Description =>
        "SIGKILL of the active of three instances, all callers at once, each with a GET of one entity every 5 ms; a sample ends with the first good answer "
        + "to a call begun after the kill. ZooKeeper session timeout 10 s.";

    public async Task RunAsync(BenchSettings settings, Report report, CancellationToken cancellationToken)
    {
        if (settings.Includes("SQLite"))
        {
            await using var cluster = await BenchCluster.StartAsync();
            await OnAsync("SQLite", cluster, settings, report, cancellationToken);
        }

        if (!settings.Includes("PostgreSQL")) report.Line("PostgreSQL left out.");
        else if (PostgresServerProcess.WhyUnavailable is { } reason) report.Line($"Skipped PostgreSQL: {reason}");
        else
        {
            await using var postgres = await BenchPostgres.StartAsync();
            await using var cluster = await BenchCluster.StartAsync(postgres.StoreSettings);
            await OnAsync("PostgreSQL", cluster, settings, report, cancellationToken);
        }
    }

    private static async Task OnAsync(string store, BenchCluster cluster, BenchSettings settings, Report report, CancellationToken cancellationToken)
    {
        var runs = settings.Runs ?? DefaultRuns;
        var kills = new List<SigKill>();
        for (var run = 1; run <= runs; run++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var kill = await SigKill.MeasureAsync(cluster);
            kills.Add(kill);
            report.Raw(new { store, run, kill.Killed, kill.Callers, kill.Timeline, history = await cluster.LastChangeAsync() });
            Report.Progress($"failover on {store} {run}/{runs}: {string.Join(", ", kill.Callers.Select(c => $"{c.Caller} {c.Millis:0} ms"))}");
            await cluster.Instances.RestartAsync(kill.Killed);
            await cluster.SettledAsync();
        }

        report.Table([$"{store}: first answer after SIGKILL, ms", .. Summary.Head, "failed calls per kill, median / max", "longest call, ms"], CallerRows(kills));
        report.Table([$"{store}: step, ms since SIGKILL", .. Summary.Head, "seen"], TakeoverTimeline.Steps.Select(step => StepRow(step.Name, kills, step.Of, runs)));
    }

    private static IEnumerable<IReadOnlyList<string>> CallerRows(List<SigKill> kills)
        => kills.SelectMany(k => k.Callers).GroupBy(c => c.Caller).Select(caller =>
        {
            var failed = new Summary(caller.Select(c => (double)c.Failed));
            return (IReadOnlyList<string>)
            [
                caller.Key, .. new Summary(caller.Select(c => c.Millis)).Cells(), $"{failed.Median:0} / {failed.Max:0}", Summary.Text(caller.Max(c => c.LongestMillis)),
            ];
        });

    private static IReadOnlyList<string> StepRow(string name, List<SigKill> kills, Func<TakeoverTimeline, double?> step, int runs)
    {
        var seen = kills.Select(k => step(k.Timeline)).OfType<double>().ToList();
        return [name, .. new Summary(seen).Cells(), $"{seen.Count} of {runs}"];
    }
}
