using System.Diagnostics;
using AtlasHa.Bench.Calls;
using AtlasHa.Bench.Clusters;
using AtlasHa.Bench.Reporting;
using AtlasHa.Catalog.Model.Grains;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Client.Hosting;
using AtlasHa.TestKit;
using AtlasHa.TestKit.Cluster;
using Microsoft.Extensions.DependencyInjection;

namespace AtlasHa.Bench.Failover;

/// <summary>SIGKILL of the active again and again; how long each kind of user is without an answer, and where the time goes.</summary>
internal sealed class FailoverBenchmark : IBenchmark
{
    private const int DefaultRuns = 50;
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(5);

    public string Name => "failover";

    public string Description =>
        "SIGKILL of the active of three instances, all callers at once, each with a GET of one entity every 5 ms; a sample ends with the first good answer "
        + "to a call begun after the kill. ZooKeeper session timeout 10 s.";

    public async Task RunAsync(BenchSettings settings, Report report, CancellationToken cancellationToken)
    {
        var runs = settings.Runs ?? DefaultRuns;
        await using var cluster = await BenchCluster.StartAsync();
        var kills = new List<Kill>();
        for (var run = 1; run <= runs; run++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var kill = await KillAsync(cluster);
            kills.Add(kill);
            report.Raw(new { run, kill.Killed, kill.Callers, kill.Timeline, history = await cluster.LastChangeAsync() });
            Report.Progress($"failover {run}/{runs}: {string.Join(", ", kill.Callers.Select(c => $"{c.Caller} {c.Millis:0} ms"))}");
            await cluster.Instances.RestartAsync(kill.Killed);
            await cluster.SettledAsync();
        }

        report.Table(["first answer after SIGKILL, ms", .. Summary.Head, "failed calls per kill, median / max", "longest call, ms"], CallerRows(kills));
        report.Table(["step, ms since SIGKILL", .. Summary.Head, "seen"], TakeoverTimeline.Steps.Select(step => StepRow(step.Name, kills, step.Of, runs)));
    }

    private static async Task<Kill> KillAsync(BenchCluster cluster)
    {
        var active = await cluster.Instances.ActiveAsync();
        var survivors = cluster.Instances.Servers.Where(s => s != active).ToList();
        await using var callers = new CallGroup(
        [
            new RedirectCaller("HTTP through a surviving passive", new Uri(survivors[0].Settings.Url, cluster.EntityPath)),
            new UrlListCaller("HTTP, all URLs known, was talking to the killed one", [.. UrlsFrom(active, survivors, cluster.EntityPath)]),
            await GrainCaller.ConnectAsync(
                ".NET client (AddAtlasHaClient)",
                builder => builder.Services.AddAtlasHaClient(client => client.ConnectString = cluster.Instances.ZooKeeper.ConnectString),
                services => ReadAsync(services, cluster.EntityGuid)),
        ], Pace);
        await callers.StartAsync();

        var killedAt = DateTime.UtcNow;
        var since = Stopwatch.GetTimestamp();
        ProcessSignals.Kill(active.Pid);
        var results = await callers.FirstAnswersAsync(since, active.Settings.Url.Authority);

        await active.ExitedAsync();
        return new Kill(active.Settings.InstanceId, results, TakeoverTimeline.Read(survivors.Select(s => s.Output), killedAt));
    }

    private static IEnumerable<Uri> UrlsFrom(ServerProcess first, IEnumerable<ServerProcess> others, string path)
        => others.Prepend(first).Select(s => new Uri(s.Settings.Url, path));

    private static async Task<string?> ReadAsync(IServiceProvider services, string guid)
    {
        await services.GetRequiredService<IActiveInstance>().GetByGuidAsync(guid, EntityReadOptions.Default);
        // The answer does not name its instance; but no call begun after the kill can have been answered by the killed one.
        return null;
    }

    private static IEnumerable<IReadOnlyList<string>> CallerRows(List<Kill> kills)
        => kills.SelectMany(k => k.Callers).GroupBy(c => c.Caller).Select(caller =>
        {
            var failed = new Summary(caller.Select(c => (double)c.Failed));
            return (IReadOnlyList<string>)
            [
                caller.Key, .. new Summary(caller.Select(c => c.Millis)).Cells(), $"{failed.Median:0} / {failed.Max:0}", Summary.Text(caller.Max(c => c.LongestMillis)),
            ];
        });

    private static IReadOnlyList<string> StepRow(string name, List<Kill> kills, Func<TakeoverTimeline, double?> step, int runs)
    {
        var seen = kills.Select(k => step(k.Timeline)).OfType<double>().ToList();
        return [name, .. new Summary(seen).Cells(), $"{seen.Count} of {runs}"];
    }

    private sealed record Kill(string Killed, IReadOnlyList<CallerResult> Callers, TakeoverTimeline Timeline);
}
