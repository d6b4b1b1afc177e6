using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using AtlasHa.Bench.Calls;
using AtlasHa.Bench.Clusters;
using AtlasHa.Bench.Reporting;
using AtlasHa.TestKit;
using AtlasHa.TestKit.Cluster;

namespace AtlasHa.Bench.Switchover;

/// <summary>Planned changes under load: switchovers that an operator asks for, then SIGTERM of the active.</summary>
internal sealed class SwitchoverBenchmark : IBenchmark
{
    private const int DefaultRuns = 20;
    private const int RequestsPerSecond = 1000;
    private static readonly TimeSpan Stretch = TimeSpan.FromSeconds(2);

    /// <summary>Load before the first order, so that the clients' code and the servers' is warm.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(10);
    private static readonly string[] Phases = ["claimMs", "activateMs", "publishMs", "gapMs"];

    public string Name => "switchover";

    public string Description =>
        $"{RequestsPerSecond} requests/s through all instances (at SIGTERM: through the two that stay), redirects followed, nothing repeated by the client, one in ten a "
        + "durable write. A gap is the longest time without a good answer in the 2 s from the order on; the control is the same figure for the 2 s before it.";

    public async Task RunAsync(BenchSettings settings, Report report, CancellationToken cancellationToken)
    {
        var runs = settings.Runs ?? DefaultRuns;
        await using var cluster = await BenchCluster.StartAsync();
        var caller = new MixedCaller(cluster.Urls, cluster.EntityPath);
        await using var load = new CallSeries(caller, TimeSpan.FromSeconds(1) / RequestsPerSecond);
        await load.StartAsync(TestTimeouts.Short);
        await Task.Delay(WarmUp, cancellationToken);

        var changes = new List<Change>();
        foreach (var kind in new[] { "switchover", "SIGTERM" })
        {
            for (var run = 1; run <= runs; run++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var change = kind == "SIGTERM" ? await StopAsync(cluster, caller, load) : await SwitchAsync(cluster, load);
                changes.Add(change);
                report.Raw(new { run, change });
                Report.Progress($"{kind} {run}/{runs}: gap {change.GapMillis:0.0} ms (control {change.ControlMillis:0.0}), {change.Load.Failed} of {change.Load.Requests} failed");
            }
        }

        var kinds = changes.GroupBy(c => c.Kind).ToList();
        report.Table(["ms", .. Summary.Head], kinds.SelectMany(kind => GapRows(kind.Key, [.. kind])));
        report.Table(["requests begun in the 2 s of each change", "requests", "failed", "not sent", "reasons"], kinds.Select(kind => CountRow(kind.Key, [.. kind])));
        report.Table(["phase (from `admin/history`), ms", .. Summary.Head], kinds.SelectMany(kind => Phases.Select(phase => PhaseRow(kind.Key, phase, [.. kind]))));
    }

    private static async Task<Change> SwitchAsync(BenchCluster cluster, CallSeries load)
    {
        var active = await cluster.Instances.ActiveAsync();
        var candidate = cluster.Instances.Servers.First(s => s != active);
        using var user = new ClusterClient(cluster.Urls);
        var order = new Uri(candidate.Settings.Url, "/api/atlas/admin/switchover");
        var change = await MeasureAsync("switchover", cluster, load, async () =>
        {
            var answer = await user.SendOnceAsync(HttpMethod.Post, order, $$"""{"candidate":"{{candidate.Settings.InstanceId}}"}""");
            if (answer.Status != HttpStatusCode.OK) throw new InvalidOperationException($"the switchover was refused: {answer}");
        });
        await cluster.SettledAsync();
        return change;
    }

    private static async Task<Change> StopAsync(BenchCluster cluster, MixedCaller caller, CallSeries load)
    {
        var active = await cluster.Instances.ActiveAsync();
        caller.Avoid(active.Settings.Url);
        // What is already under way to it ends, and the control has the same users as the measurement.
        await Task.Delay(Stretch);
        var change = await MeasureAsync("SIGTERM", cluster, load, active.TerminateAsync);
        await cluster.Instances.RestartAsync(active.Settings.InstanceId);
        caller.Avoid(null);
        await cluster.SettledAsync();
        return change;
    }

    private static async Task<Change> MeasureAsync(string kind, BenchCluster cluster, CallSeries load, Func<Task> order)
    {
        var length = (long)(Stretch.TotalSeconds * Stopwatch.Frequency);
        var notMade = load.NotMade;
        var began = Stopwatch.GetTimestamp();
        await order();
        var left = Stretch - Stopwatch.GetElapsedTime(began);
        if (left > TimeSpan.Zero) await Task.Delay(left);
        return new Change(
            kind,
            Gaps.LongestMillis(load.EndedBetween(began, began + length), began, began + length),
            Gaps.LongestMillis(load.EndedBetween(began - length, began), began - length, began),
            LoadCount.Of(await load.BegunBetweenAsync(began, began + length)),
            load.NotMade - notMade,
            await cluster.LastChangeAsync());
    }

    private static IEnumerable<IReadOnlyList<string>> GapRows(string kind, List<Change> changes) =>
    [
        [$"{kind}: longest gap", .. new Summary(changes.Select(c => c.GapMillis)).Cells()],
        [$"{kind}: control", .. new Summary(changes.Select(c => c.ControlMillis)).Cells()],
        [$"{kind}: longest request", .. new Summary(changes.Select(c => c.Load.LongestMillis)).Cells()],
    ];

    private static IReadOnlyList<string> CountRow(string kind, List<Change> changes) =>
    [
        $"{kind}, {changes.Count} times", $"{changes.Sum(c => c.Load.Requests)}", $"{changes.Sum(c => c.Load.Failed)}", $"{changes.Sum(c => c.NotMade)}",
        string.Join("; ", changes.Select(c => c.Load.Reasons()).Where(r => r.Length > 0).Distinct()),
    ];

    private static IReadOnlyList<string> PhaseRow(string kind, string phase, List<Change> changes)
        => [$"{kind}: {phase}", .. new Summary(changes.Select(c => (double?)c.History?[phase]).OfType<double>()).Cells()];

    private sealed record Change(string Kind, double GapMillis, double ControlMillis, LoadCount Load, long NotMade, JsonNode? History);
}
