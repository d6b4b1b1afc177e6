using System.Net;
using AtlasHa.Bench.Calls;
using AtlasHa.Bench.Clusters;
using AtlasHa.TestKit;
using AtlasHa.TestKit.Cluster;

namespace AtlasHa.Bench.Rivals;

/// <summary>AtlasHa itself, in the same run and by the same rules; its user knows all URLs.</summary>
internal sealed class AtlasRival : IRival
{
    private BenchCluster? _cluster;

    public string Name => "AtlasHa (HTTP, GET entity)";

    public string PlannedChange => "admin/switchover";

    private BenchCluster Cluster => _cluster ?? throw new InvalidOperationException("not started");

    public async Task StartAsync() => _cluster = await BenchCluster.StartAsync();

    public Task<ICaller> ConnectAsync()
        => Task.FromResult<ICaller>(new UrlListCaller(Name, [.. Cluster.Urls.Select(url => new Uri(url, Cluster.EntityPath))]));

    public async Task<string> ActiveAsync() => (await Cluster.Instances.ActiveAsync()).Settings.Url.Authority;

    public void Kill(string who) => ProcessSignals.Kill(Find(who).Pid);

    public async Task ChangeAsync(string who)
    {
        using var user = new ClusterClient(Cluster.Urls);
        var answer = await user.SendOnceAsync(HttpMethod.Post, new Uri(Find(who).Settings.Url, "/api/atlas/admin/switchover"), null);
        if (answer.Status != HttpStatusCode.OK) throw new InvalidOperationException($"the switchover was refused: {answer}");
    }

    public async Task HealAsync()
    {
        foreach (var server in Cluster.Instances.Servers.Where(s => s.HasExited).ToList()) await Cluster.Instances.RestartAsync(server.Settings.InstanceId);
        await Cluster.SettledAsync();
    }

    public ValueTask DisposeAsync() => _cluster?.DisposeAsync() ?? ValueTask.CompletedTask;

    private ServerProcess Find(string authority) => Cluster.Instances.Servers.Single(s => s.Settings.Url.Authority == authority);
}
