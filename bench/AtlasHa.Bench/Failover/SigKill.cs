using System.Diagnostics;
using AtlasHa.Bench.Calls;
using AtlasHa.Bench.Clusters;
using AtlasHa.Catalog.Model.Grains;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Client.Hosting;
using AtlasHa.TestKit;
using AtlasHa.TestKit.Cluster;
using Microsoft.Extensions.DependencyInjection;

namespace AtlasHa.Bench.Failover;

/// <summary>One SIGKILL of the active: what each kind of user saw, and when the steps of the takeover were done.</summary>
/// <param name="Killed">The instance's id; it is to be started again.</param>
internal sealed record SigKill(string Killed, IReadOnlyList<CallerResult> Callers, TakeoverTimeline Timeline)
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(5);

    public static async Task<SigKill> MeasureAsync(BenchCluster cluster)
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
        return new SigKill(active.Settings.InstanceId, results, TakeoverTimeline.Read(survivors.Select(s => s.Output), killedAt));
    }

    private static IEnumerable<Uri> UrlsFrom(ServerProcess first, IEnumerable<ServerProcess> others, string path)
        => others.Prepend(first).Select(s => new Uri(s.Settings.Url, path));

    private static async Task<string?> ReadAsync(IServiceProvider services, string guid)
    {
        await services.GetRequiredService<IActiveInstance>().GetByGuidAsync(guid, EntityReadOptions.Default);
        // The answer does not name its instance; but no call begun after the kill can have been answered by the killed one.
        return null;
    }
}
