using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Hosting;

namespace AtlasHa.Bench.Calls;

/// <summary>An Orleans client that finds the silos through ZooKeeper and makes one grain call.</summary>
internal sealed class GrainCaller : ICaller
{
    private readonly IHost _host;
    private readonly Func<IGrainFactory, Task<string?>> _call;

    private GrainCaller(string name, IHost host, Func<IGrainFactory, Task<string?>> call) => (Name, _host, _call) = (name, host, call);

    public string Name { get; }

    private IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    /// <param name="name">The caller's name in the tables.</param>
    /// <param name="connectString">The cluster's ZooKeeper.</param>
    /// <param name="clusterId">Cluster and service id.</param>
    /// <param name="call">The call; returns who answered, or null.</param>
    public static async Task<GrainCaller> ConnectAsync(string name, string connectString, string clusterId, Func<IGrainFactory, Task<string?>> call)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.UseOrleansClient(client =>
        {
            client.Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = (clusterId, clusterId));
            client.UseZooKeeperClustering(zooKeeper => zooKeeper.ConnectionString = connectString);
        });
        var host = builder.Build();
        await host.StartAsync();
        return new GrainCaller(name, host, call);
    }

    public Task<string?> CallAsync(CancellationToken cancellationToken) => _call(Grains);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
