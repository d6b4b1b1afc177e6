using AtlasHa.Clustering.ZooKeeper.Configuration;
using AtlasHa.Clustering.ZooKeeper.Gateways;
using AtlasHa.Clustering.ZooKeeper.Membership;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Messaging;

// Orleans' own namespace, as the upstream provider has it: a host that swaps the package keeps its using directives.
namespace Orleans.Hosting;

/// <summary>Cluster membership and gateway discovery through ZooKeeper.</summary>
public static class ZooKeeperHostingExtensions
{
    /// <summary>Keeps the silo's cluster membership in ZooKeeper.</summary>
    public static ISiloBuilder UseZooKeeperClustering(this ISiloBuilder builder, Action<ZooKeeperClusteringSiloOptions> configureOptions)
        => Use(builder, options => options.Configure(configureOptions));

    /// <summary>Keeps the silo's cluster membership in ZooKeeper.</summary>
    public static ISiloBuilder UseZooKeeperClustering(this ISiloBuilder builder, Action<OptionsBuilder<ZooKeeperClusteringSiloOptions>> configureOptions)
        => Use(builder, configureOptions);

    /// <summary>Finds the client's gateways in ZooKeeper.</summary>
    public static IClientBuilder UseZooKeeperClustering(this IClientBuilder builder, Action<ZooKeeperGatewayListProviderOptions> configureOptions)
        => Use(builder, options => options.Configure(configureOptions));

    /// <summary>Finds the client's gateways in ZooKeeper.</summary>
    public static IClientBuilder UseZooKeeperClustering(
        this IClientBuilder builder, Action<OptionsBuilder<ZooKeeperGatewayListProviderOptions>> configureOptions)
        => Use(builder, configureOptions);

    private static ISiloBuilder Use(ISiloBuilder builder, Action<OptionsBuilder<ZooKeeperClusteringSiloOptions>> configure)
    {
        AddSession(builder.Services, configure)
            .AddSingleton<ClusterTree>()
            .AddSingleton<RowWriter>()
            .AddSingleton<DefunctRowCleaner>()
            .AddSingleton<IMembershipTable, ZooKeeperMembershipTable>()
            .AddSingleton<ILifecycleParticipant<ISiloLifecycle>, FirstContact>();
        return builder;
    }

    private static IClientBuilder Use(IClientBuilder builder, Action<OptionsBuilder<ZooKeeperGatewayListProviderOptions>> configure)
    {
        AddSession(builder.Services, configure).AddSingleton<IGatewayListProvider, ZooKeeperGatewayListProvider>();
        return builder;
    }

    private static IServiceCollection AddSession<TOptions>(IServiceCollection services, Action<OptionsBuilder<TOptions>> configure)
        where TOptions : ZooKeeperClusteringOptions
    {
        configure(services.AddOptionsWithValidateOnStart<TOptions, ZooKeeperClusteringOptionsValidator<TOptions>>());
        return services
            .AddSingleton(ClusterSession.Open<TOptions>)
            .AddSingleton<MembershipReader>();
    }
}
