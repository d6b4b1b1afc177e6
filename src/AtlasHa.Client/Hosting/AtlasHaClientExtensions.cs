using AtlasHa.Catalog.Model.Grains;
using AtlasHa.Client.Retrying;
using AtlasHa.LeaderElection;
using AtlasHa.ZooKeeper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Hosting;

namespace AtlasHa.Client.Hosting;

/// <summary>The AtlasHa cluster for .NET programs outside of it.</summary>
public static class AtlasHaClientExtensions
{
    /// <summary>
    /// Adds an Orleans client that finds the cluster through ZooKeeper and connects when the host starts, and an <see cref="IActiveInstance"/> whose
    /// calls are repeated while the active instance changes. Status grains are reached through Orleans' <see cref="IGrainFactory"/>.
    /// </summary>
    public static IServiceCollection AddAtlasHaClient(this IServiceCollection services, Action<AtlasHaClientOptions> configure)
    {
        services.AddOptions<AtlasHaClientOptions>().Configure(configure).ValidateOnStart();
        services.AddSingleton<IValidateOptions<AtlasHaClientOptions>, AtlasHaClientOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddOrleansClient(client => client.UseZooKeeperClustering(options => options.Configure<IOptions<AtlasHaClientOptions>>(Reach)));
        services.AddOptions<ClusterOptions>().Configure<IOptions<AtlasHaClientOptions>>((cluster, ours) =>
            (cluster.ClusterId, cluster.ServiceId) = (ours.Value.ClusterId, ours.Value.ServiceId ?? ours.Value.ClusterId));
        // Nobody waits any more for what outlasts a call's time, so the active need not work on it.
        services.AddOptions<ClientMessagingOptions>().Configure(calls => calls.CancelRequestOnTimeout = true);
        services.AddOptions<GatewayOptions>().Configure<IOptions<AtlasHaClientOptions>>((gateways, ours) =>
            gateways.GatewayListRefreshPeriod = ours.Value.GatewayListRefreshPeriod);
        services.AddSingleton(ReadElection);
        services.AddSingleton<IActiveChanges>(provider => new ElectedChanges(provider.GetRequiredService<ElectionReader>()));
        services.AddSingleton(provider => RetryingActiveInstance.Over(
            provider.GetRequiredService<IGrainFactory>().GetActiveInstance(),
            new Retries(
                provider.GetRequiredService<IOptions<AtlasHaClientOptions>>().Value.Retries,
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<IActiveChanges>())));
        return services;
    }

    /// <summary>
    /// The same grain with calls that are repeated while the active instance changes; for silos of the cluster and clients of another make. A write
    /// without a request id gets one.
    /// </summary>
    public static IActiveInstance WithRetries(this IActiveInstance active, RetryOptions options, TimeProvider time)
    {
        options.Validate();
        return RetryingActiveInstance.Over(active, new Retries(options, time));
    }

    private static ElectionReader ReadElection(IServiceProvider services)
    {
        var ours = services.GetRequiredService<IOptions<AtlasHaClientOptions>>().Value;
        var (time, loggers) = (services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILoggerFactory>());
        var zooKeeper = new ZooKeeperClientOptions { ConnectString = ours.ConnectString, Tls = ours.Tls };
        if (ours.DigestCredentials?.Split(':', 2) is [var user, var password])
            zooKeeper.Auth.Add(AuthInfo.Digest(user, password));
        return new ElectionReader(new ZooKeeperClientFactory(zooKeeper, loggers, time), ours.ZkRoot, time, loggers.CreateLogger<ElectionReader>());
    }

    private static void Reach(ZooKeeperGatewayListProviderOptions zooKeeper, IOptions<AtlasHaClientOptions> ours)
    {
        zooKeeper.ConnectionString = ours.Value.ConnectString;
        zooKeeper.DigestCredentials = ours.Value.DigestCredentials;
        zooKeeper.Tls = ours.Value.Tls;
    }
}
