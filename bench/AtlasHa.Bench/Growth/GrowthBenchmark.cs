using System.Globalization;
using AtlasHa.Bench.Catalogues;
using AtlasHa.Bench.Clusters;
using AtlasHa.Bench.Failover;
using AtlasHa.Bench.Reporting;
using AtlasHa.Bench.Tools;

namespace AtlasHa.Bench.Growth;

/// <summary>What changes as the catalogue grows: load, reads, failover, space.</summary>
internal sealed class GrowthBenchmark : IBenchmark
{
    private const int Smallest = 1000;
    private const int Step = 10;
    private const int DefaultEntities = 100_000;
    private const int DefaultRuns = 5;

    private static readonly TimeSpan LoadLimit = TimeSpan.FromMinutes(10);

    public string Name => "growth";

    public string Description =>
        $"A generated Hive-like catalogue (databases with {HiveLikeCatalogue.TablesPerDatabase} tables each, columns, processes) grows by bulk requests of {HiveLikeCatalogue.EntitiesPerDatabase} "
        + $"entities, 4 at a time, from 1,000 entities tenfold up to --entities. Requests: wrk, {Wrk.Connections} connections, about tables spread over the whole catalogue, and beside them a bare Kestrel "
        + "with the bytes of a GET by guid; the creations come last at each size, and what they create counts in the next. SIGKILL of the active, --runs times at each size.";

    public async Task RunAsync(BenchSettings settings, Report report, CancellationToken cancellationToken)
    {
        _ = Wrk.Program;
        foreach (var make in (Func<IStoreSite>[])[() => new SqliteSite(), () => new PostgresSite()])
        {
            await using var site = make();
            if (!settings.Includes(site.Name)) continue;
            var points = new List<GrowthPoint>();
            try
            {
                await GrowAsync(site, settings, report, points, cancellationToken);
            }
            catch (SkippedException skipped)
            {
                report.Line($"Skipped {site.Name}: {skipped.Message}");
            }

            Show(report, site.Name, points);
        }
    }

    private static async Task GrowAsync(IStoreSite site, BenchSettings settings, Report report, List<GrowthPoint> points, CancellationToken cancellationToken)
    {
        await using var cluster = await BenchCluster.StartAsync(await site.StartAsync());
        var (tables, requests) = (new LoadedTables(), new GrowthLoad());
        using (var load = new BulkLoad((await cluster.Instances.ActiveAsync()).Settings.Url, tables)) await load.DefineTypesAsync(cancellationToken);
        for (var size = Smallest; size <= (settings.Entities ?? DefaultEntities); size *= Step)
        {
            Report.Progress($"growth: {site.Name}, up to {size} entities");
            using var load = new BulkLoad((await cluster.Instances.ActiveAsync()).Settings.Url, tables);
            var perSecond = await load.UpToAsync(size, LoadLimit, cancellationToken);
            Report.Progress($"growth: {site.Name}, {tables.Entities} entities, {perSecond:0} loaded per second");
            var point = await MeasureAsync(cluster, site, requests, tables, perSecond, settings);
            points.Add(point);
            report.Raw(point);
            if (tables.Entities < size)
            {
                report.Line($"{site.Name}: the load was stopped after {LoadLimit.TotalMinutes:0} minutes.");
                return;
            }
        }
    }

    private static async Task<GrowthPoint> MeasureAsync(BenchCluster cluster, IStoreSite site, GrowthLoad load, LoadedTables tables, double loadPerSecond, BenchSettings settings)
    {
        var length = settings.Length(3);
        var entities = tables.Entities + load.Created;
        var active = await cluster.Instances.ActiveAsync();
        var rounds = await GrowthLoad.ReadAsync(active.Settings.Url, tables, length);
        var resident = ProcessMemory.ResidentMegabytes(active.Pid);
        var bytes = await site.BytesAsync(cluster.Instances.StorePath);
        var (failover, office) = (new List<double>(), new List<double>());
        for (var run = 1; run <= (settings.Runs ?? DefaultRuns); run++)
        {
            var kill = await SigKill.MeasureAsync(cluster);
            failover.Add(kill.Callers[0].Millis);
            if (kill.Timeline is { Elected: { } elected, Published: { } published }) office.Add(published - elected);
            Report.Progress($"growth: {site.Name}, {entities} entities, failover {run}: {failover[^1]:0} ms");
            await cluster.Instances.RestartAsync(kill.Killed);
            await cluster.SettledAsync();
        }

        foreach (var (kind, round) in await load.CreateAsync((await cluster.Instances.ActiveAsync()).Settings.Url, length)) rounds.Add(kind, round);
        if (await site.ReferenceAsync(length) is { } transactions) rounds.Add("pgbench simple-update", new Wrk.Round(transactions, 0, 0, 0, 0));
        foreach (var (kind, round) in rounds) Report.Progress($"growth: {site.Name}, {entities} entities, {kind}: {round.PerSecond:0} per second, {round.Failed} failed");
        return new GrowthPoint(
            site.Name, entities, loadPerSecond, rounds.ToDictionary(round => round.Key, round => round.Value.PerSecond), failover, office, bytes / (double)entities, resident,
            rounds.Values.Sum(round => round.Failed));
    }

    private static void Show(Report report, string store, IReadOnlyList<GrowthPoint> points)
    {
        if (points.Count == 0) return;
        report.Line($"{store}:");
        report.Table(
            ["entities", "loaded/s", "failover median / max, ms", "taking office median, ms", "bytes/entity", "RSS of the active, MB", "failed requests"],
            points.Select(Row));
        report.Table(
            [$"{store}: requests/s", .. points.Select(point => point.Entities.ToString("N0", CultureInfo.InvariantCulture)), "time per request, largest / smallest"],
            points[0].Requests.Keys.Select(kind => (IReadOnlyList<string>)
                [kind, .. points.Select(point => Summary.Text(point.Requests[kind])), FormattableString.Invariant($"{points[0].Requests[kind] / points[^1].Requests[kind]:0.00}")]));
        report.Picture($"Growth of the catalogue on {store}", store.ToLowerInvariant(), GrowthPlot.Draw(store, points));
    }

    private static IReadOnlyList<string> Row(GrowthPoint point)
    {
        var failover = new Summary(point.FailoverMillis);
        return
        [
            point.Entities.ToString("N0", CultureInfo.InvariantCulture), Summary.Text(point.LoadPerSecond),
            $"{Summary.Text(failover.Median)} / {Summary.Text(failover.Max)}", new Summary(point.OfficeMillis).Cells()[1], Summary.Text(point.BytesPerEntity),
            Summary.Text(point.ResidentMegabytes), $"{point.Failed}",
        ];
    }
}
