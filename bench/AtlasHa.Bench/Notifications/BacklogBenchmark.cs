using System.Diagnostics;
using System.Net;
using AtlasHa.Bench.Clusters;
using AtlasHa.Bench.Reporting;
using AtlasHa.Bench.Tools;
using AtlasHa.TestKit;
using AtlasHa.TestKit.Cluster;

namespace AtlasHa.Bench.Notifications;

/// <summary>What a backlog of messages costs: the time to catch up, what a user waits meanwhile, and how long processing stands still at a failover.</summary>
internal sealed class BacklogBenchmark : IBenchmark
{
    private const int DefaultMessages = 100_000;
    private const int DefaultKills = 5;
    private const int MessagesPerKill = 4_000;

    /// <summary>Between two looks at how far processing is: also the resolution of the pauses.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan Alone = TimeSpan.FromSeconds(5);

    public string Name => "backlog";

    public string Description =>
        $"--entities messages ({DefaultMessages:N0} by default) are posted to each store, and a user creates entities one after the other from the last POST until the last message has had its effect; before that "
        + $"for {Alone.TotalSeconds:0} s alone. Then --runs times ({DefaultKills}) {MessagesPerKill:N0} messages, of which the active is killed (SIGKILL) after a quarter: a pause is the longest time in which no message had "
        + "its effect, as seen by a user who knows all URLs; the control is the same before the kill.";

    public async Task RunAsync(BenchSettings settings, Report report, CancellationToken cancellationToken)
    {
        var limit = new Dictionary<string, string> { ["AtlasHa:Notifications:MaxWaiting"] = "10000000" };
        List<(string Store, Backlog Seen)> seen = [];
        if (settings.Includes("SQLite"))
        {
            await using var cluster = await BenchCluster.StartAsync(limit);
            seen.Add(("SQLite", await OnAsync("SQLite", cluster, settings, report, cancellationToken)));
        }

        if (!settings.Includes("PostgreSQL")) report.Line("PostgreSQL left out.");
        else if (PostgresServerProcess.WhyUnavailable is { } reason) report.Line($"Skipped PostgreSQL: {reason}");
        else
        {
            await using var postgres = await BenchPostgres.StartAsync();
            await using var cluster = await BenchCluster.StartAsync(new Dictionary<string, string>(limit.Concat(postgres.StoreSettings)));
            seen.Add(("PostgreSQL", await OnAsync("PostgreSQL", cluster, settings, report, cancellationToken)));
        }

        report.Table(
            ["store", "messages", "caught up after, s", "per second", "user alone p50 / p99, ms", "user meanwhile p50 / p99, ms"],
            seen.Select(s => (IReadOnlyList<string>)
                [s.Store, $"{s.Seen.Messages:N0}", Summary.Text(s.Seen.Messages / s.Seen.PerSecond), Summary.Text(s.Seen.PerSecond), Latency(s.Seen.Alone), Latency(s.Seen.Meanwhile)]));
        report.Table(["pause of processing, ms", .. Summary.Head], seen.SelectMany(s => new IReadOnlyList<string>[]
        {
            [$"SIGKILL of the active, {s.Store}", .. new Summary(s.Seen.Pauses).Cells()],
            [$"control, {s.Store}", .. new Summary(s.Seen.Controls).Cells()],
        }));
    }

    private static async Task<Backlog> OnAsync(string store, BenchCluster cluster, BenchSettings settings, Report report, CancellationToken cancellationToken)
    {
        var (kills, count) = (settings.Runs ?? DefaultKills, settings.Entities ?? DefaultMessages);
        var seen = new Backlog(count);
        using (var load = new MessageLoad((await cluster.Instances.ActiveAsync()).Settings.Url))
        {
            Report.Progress($"backlog: {store}, {count:N0} messages");
            await load.MessagesAsync("warm", MessagesPerKill, withUser: true, cancellationToken);
            seen.Alone = await load.UserAsync("alone", Alone, cancellationToken);
            (seen.PerSecond, _, seen.Meanwhile) = await load.MessagesAsync("all", count, withUser: true, cancellationToken);
        }

        for (var kill = 1; kill <= kills; kill++)
        {
            var (pause, control) = await KillAsync(cluster, $"kill{kill}", cancellationToken);
            Report.Progress($"backlog: {store}, kill {kill} of {kills}: pause {pause:0} ms (control {control:0})");
            seen.Pauses.Add(pause);
            seen.Controls.Add(control);
        }

        report.Raw(new { store, seen });
        return seen;
    }

    private static async Task<(double Pause, double Control)> KillAsync(BenchCluster cluster, string round, CancellationToken cancellationToken)
    {
        var active = await cluster.Instances.ActiveAsync();
        using var user = new ClusterClient([.. cluster.Urls.Where(url => url != active.Settings.Url)]);
        using (var load = new MessageLoad(active.Settings.Url))
            await load.QueueAsync(round, MessagesPerKill, producers: 1, cancellationToken);

        var (pause, control, next, last) = (0.0, 0.0, 0, Stopwatch.GetTimestamp());
        var killed = false;
        while (next < MessagesPerKill)
        {
            if ((await user.SendAsync(HttpMethod.Get, MessageLoad.EffectPath(round, next))).Status != HttpStatusCode.OK)
            {
                await Task.Delay(Look, cancellationToken);
                continue;
            }

            var stood = Stopwatch.GetElapsedTime(last).TotalMilliseconds;
            if (killed) pause = Math.Max(pause, stood);
            else control = Math.Max(control, stood);
            (last, next) = (Stopwatch.GetTimestamp(), next + 20);
            if (killed || next < MessagesPerKill / 4) continue;
            killed = true;
            ProcessSignals.Kill(active.Pid);
        }

        await active.ExitedAsync();
        await cluster.Instances.RestartAsync(active.Settings.InstanceId);
        await cluster.SettledAsync();
        return (pause, control);
    }

    private static string Latency(IReadOnlyList<double> millis)
    {
        var summary = new Summary(millis);
        return $"{Summary.Text(summary.Median)} / {Summary.Text(summary.At(0.99))}";
    }

    private sealed record Backlog(int Messages)
    {
        public double PerSecond { get; set; }

        public IReadOnlyList<double> Alone { get; set; } = [];

        public IReadOnlyList<double> Meanwhile { get; set; } = [];

        public List<double> Pauses { get; } = [];

        public List<double> Controls { get; } = [];
    }
}
