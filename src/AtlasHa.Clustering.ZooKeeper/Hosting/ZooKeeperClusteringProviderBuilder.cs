using AtlasHa.Clustering.ZooKeeper.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Providers;

[assembly: RegisterProvider("ZooKeeper", "Clustering", "Silo", typeof(ZooKeeperClusteringProviderBuilder))]
[assembly: RegisterProvider("ZooKeeper", "Clustering", "Client", typeof(ZooKeeperClusteringProviderBuilder))]

namespace AtlasHa.Clustering.ZooKeeper.Hosting;

/// <summary>Sets up clustering for hosts whose configuration says <c>Orleans:Clustering:ProviderType = ZooKeeper</c>.</summary>
internal sealed class ZooKeeperClusteringProviderBuilder : IProviderBuilder<ISiloBuilder>, IProviderBuilder<IClientBuilder>
{
    public void Configure(ISiloBuilder builder, string? name, IConfigurationSection configurationSection)
        => builder.UseZooKeeperClustering(options => options.Bind(configurationSection));

    public void Configure(IClientBuilder builder, string? name, IConfigurationSection configurationSection)
        => builder.UseZooKeeperClustering(options => options.Bind(configurationSection));
}
