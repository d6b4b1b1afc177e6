using System.Globalization;
using AtlasHa.Bench.Clusters;
using AtlasHa.Bench.Reporting;
using AtlasHa.Bench.Tools;
using AtlasHa.TestKit;

namespace AtlasHa.Bench.Creates;

/// <summary>Durable creations of entities per second, on SQLite and on PostgreSQL; the latter beside pgbench on the same server.</summary>
internal sealed class CreatesBenchmark : IBenchmark
{
    private const int DefaultRuns = 7;

    private int _round;

    public string Name => "creates";

    public string Description =>
        $"wrk, 1 thread, {Wrk.Connections} clients, each creates one entity after the other on the active; every answer comes after the commit is synced to disk. "
        + $"Rounds of 5 s unless --seconds says otherwise; pgbench: simple-update (-N -M prepared), {Wrk.Connections} clients, on the same server, interleaved A B B A.";

    public async Task RunAsync(BenchSettings settings, Report report, CancellationToken cancellationToken)
    {
        _ = Wrk.Program;
        var (runs, length) = (settings.Runs ?? DefaultRuns, settings.Length(5));
        report.Line($"Files below {Path.GetTempPath()} ({new DriveInfo(Path.GetTempPath()).DriveFormat}).");
        var rows = new List<IReadOnlyList<string>>();

        if (settings.Includes("SQLite"))
        {
            await using var cluster = await BenchCluster.StartAsync();
            Report.Progress($"creates: SQLite, {runs} rounds");
            await RoundAsync(cluster, length);
            var rounds = new List<Wrk.Round>();
            for (var run = 0; run < runs; run++) rounds.Add(await RoundAsync(cluster, length));
            report.Raw(new { store = "SQLite", rounds });
            rows.Add(Row("entities created, SQLite", rounds, ""));
        }

        if (!settings.Includes("PostgreSQL")) report.Line("PostgreSQL left out.");
        else if (PostgresServerProcess.WhyUnavailable is { } reason) report.Line($"Skipped PostgreSQL: {reason}");
        else rows.AddRange(await OnPostgresAsync(runs, length, report, cancellationToken));
        report.Table(["per second", .. Summary.Head, "p50, ms", "p99, ms", "failed", "ratio of medians"], rows);
    }

    private async Task<List<IReadOnlyList<string>>> OnPostgresAsync(int runs, TimeSpan length, Report report, CancellationToken cancellationToken)
    {
        await using var postgres = await BenchPostgres.StartAsync();
        await using var cluster = await BenchCluster.StartAsync(postgres.StoreSettings);
        report.Line($"Both on one server: {await postgres.SettingsAsync()}; pgbench's scale {PgBench.Scale}.");
        var pgbench = new PgBench(postgres.Server, Wrk.Connections);
        await pgbench.InitializeAsync();
        Report.Progress($"creates: PostgreSQL and pgbench, {runs} rounds");
        var (ours, theirs) = await Interleaved.RunAsync<(Wrk.Round? Ours, double PerSecond)>(runs, async () =>
        {
            var round = await RoundAsync(cluster, length);
            return (round, round.PerSecond);
        }, async () => (null, await pgbench.RunAsync(length)), cancellationToken);
        var rounds = ours.Select(o => o.Ours!).ToList();
        var transactions = theirs.Select(t => t.PerSecond).ToList();
        report.Raw(new { store = "PostgreSQL", rounds, pgbench = transactions });
        var ratio = new Summary(rounds.Select(r => r.PerSecond)).Median / new Summary(transactions).Median;
        return
        [
            Row("entities created, PostgreSQL", rounds, FormattableString.Invariant($"{ratio:0.00}")),
            ["pgbench transactions", .. new Summary(transactions).Cells(), "", "", "", ""],
        ];
    }

    private async Task<Wrk.Round> RoundAsync(BenchCluster cluster, TimeSpan length)
    {
        var active = await cluster.Instances.ActiveAsync();
        var script = Path.Combine(AppContext.BaseDirectory, "create-entities.lua");
        return await Wrk.RunAsync(active.Settings.Url, length, script, (++_round).ToString(CultureInfo.InvariantCulture));
    }

    private static IReadOnlyList<string> Row(string name, List<Wrk.Round> rounds, string ratio) =>
    [
        name, .. new Summary(rounds.Select(r => r.PerSecond)).Cells(), FormattableString.Invariant($"{new Summary(rounds.Select(r => r.P50Millis)).Median:0.00}"),
        FormattableString.Invariant($"{new Summary(rounds.Select(r => r.P99Millis)).Median:0.00}"), $"{rounds.Sum(r => r.Failed)}", ratio,
    ];
}
