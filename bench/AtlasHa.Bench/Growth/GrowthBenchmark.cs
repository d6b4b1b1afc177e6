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
        + $"entities, 4 at a time, from 1,000 entities tenfold up to --entities. Reads: wrk, {Wrk.Connections} connections, tables spread over the whole catalogue. Then SIGKILL of the active, --runs times.";

    public async Task RunAsync(BenchSettings settings, Report report, CancellationToken cancellationToken)
    {
        _ = Wrk.Program;
        var points = new List<GrowthPoint>();
        foreach (var make in (Func<IStoreSite>[])[() => new SqliteSite(), () => new PostgresSite()])
        {
            await using var site = make();
            if (!settings.Includes(site.Name)) continue;
            try
            {
                await GrowAsync(site, settings, report, points, cancellationToken);
            }
            catch (SkippedException skipped)
            {
                report.Line($"Skipped {site.Name}: {skipped.Message}");
            }
        }

        report.Table(
            ["store", "entities", "loaded/s", "by guid/s", "by name/s", "failover median / max, ms", "taking office median, ms", "bytes/entity", "RSS of the active, MB", "failed reads"],
            points.Select(Row));
        report.Picture("Growth of the catalogue", GrowthPlot.Draw(points));
    }

    private static async Task GrowAsync(IStoreSite site, BenchSettings settings, Report report, List<GrowthPoint> points, CancellationToken cancellationToken)
    {
        await using var cluster = await BenchCluster.StartAsync(await site.StartAsync());
        var tables = new LoadedTables();
        using (var load = new BulkLoad((await cluster.Instances.ActiveAsync()).Settings.Url, tables)) await load.DefineTypesAsync(cancellationToken);
        for (var size = Smallest; size <= (settings.Entities ?? DefaultEntities); size *= Step)
        {
            Report.Progress($"growth: {site.Name}, up to {size} entities");
            using var load = new BulkLoad((await cluster.Instances.ActiveAsync()).Settings.Url, tables);
            var perSecond = await load.UpToAsync(size, LoadLimit, cancellationToken);
            Report.Progress($"growth: {site.Name}, {tables.Entities} entities, {perSecond:0} loaded per second");
            var point = await MeasureAsync(cluster, site, tables, perSecond, settings);
            points.Add(point);
            report.Raw(point);
            if (tables.Entities < size)
            {
                report.Line($"{site.Name}: the load was stopped after {LoadLimit.TotalMinutes:0} minutes.");
                return;
            }
        }
    }

    private static async Task<GrowthPoint> MeasureAsync(BenchCluster cluster, IStoreSite site, LoadedTables tables, double loadPerSecond, BenchSettings settings)
    {
        var length = settings.Length(3);
        var active = await cluster.Instances.ActiveAsync();
        var byGuid = await ReadAsync(active.Settings.Url, tables.Guids.Select(guid => $"/api/atlas/v2/entity/guid/{guid}"), length);
        var byName = await ReadAsync(
            active.Settings.Url, tables.Names.Select(name => $"/api/atlas/v2/entity/uniqueAttribute/type/{HiveLikeCatalogue.TableType}?attr:qualifiedName={name}"), length);
        var resident = ProcessMemory.ResidentMegabytes(active.Pid);
        var bytes = await site.BytesAsync(cluster.Instances.StorePath);
        Report.Progress($"growth: {site.Name}, {tables.Entities} entities, {byGuid.PerSecond:0} GETs by guid, {byName.PerSecond:0} by name per second");
        var (failover, office) = (new List<double>(), new List<double>());
        for (var run = 1; run <= (settings.Runs ?? DefaultRuns); run++)
        {
            var kill = await SigKill.MeasureAsync(cluster);
            failover.Add(kill.Callers[0].Millis);
            if (kill.Timeline is { Elected: { } elected, Published: { } published }) office.Add(published - elected);
            Report.Progress($"growth: {site.Name}, {tables.Entities} entities, failover {run}: {failover[^1]:0} ms");
            await cluster.Instances.RestartAsync(kill.Killed);
            await cluster.SettledAsync();
        }

        return new GrowthPoint(
            site.Name, tables.Entities, loadPerSecond, byGuid.PerSecond, byName.PerSecond, failover, office, bytes / (double)tables.Entities, resident, byGuid.Failed + byName.Failed);
    }

    private static async Task<Wrk.Round> ReadAsync(Uri active, IEnumerable<string> paths, TimeSpan length)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllLinesAsync(file, paths);
            var script = Path.Combine(AppContext.BaseDirectory, "paths.lua");
            await Wrk.RunAsync(active, TimeSpan.FromSeconds(1), script, file);
            return await Wrk.RunAsync(active, length, script, file);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static IReadOnlyList<string> Row(GrowthPoint point)
    {
        var failover = new Summary(point.FailoverMillis);
        return
        [
            point.Store, point.Entities.ToString("N0", CultureInfo.InvariantCulture), Summary.Text(point.LoadPerSecond), Summary.Text(point.ByGuid), Summary.Text(point.ByName),
            $"{Summary.Text(failover.Median)} / {Summary.Text(failover.Max)}", new Summary(point.OfficeMillis).Cells()[1], Summary.Text(point.BytesPerEntity),
            Summary.Text(point.ResidentMegabytes), $"{point.Failed}",
        ];
    }
}
