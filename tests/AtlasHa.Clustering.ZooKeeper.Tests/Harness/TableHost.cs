using AtlasHa.ZooKeeper;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;

namespace AtlasHa.Clustering.ZooKeeper.Tests.Harness;

/// <summary>The services of one silo, registered as a user does, without starting the silo.</summary>
internal sealed class TableHost : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public TableHost(string clusterId, Action<ZooKeeperClusteringSiloOptions> configure)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.Services.AddSingleton<Microsoft.Extensions.Logging.ILoggerProvider>(Log));
        services.Configure<ClusterOptions>(cluster => cluster.ClusterId = clusterId);
        new Builder(services, new ConfigurationBuilder().Build()).UseZooKeeperClustering(configure);
        _services = services.BuildServiceProvider();
        Table = _services.GetRequiredService<IMembershipTable>();
    }

    public TableHost(string clusterId, string connectionString)
        : this(clusterId, options => options.ConnectionString = connectionString)
    {
    }

    public TableHost(string clusterId, IZooKeeperClientFactory factory, TimeSpan? sessionTimeout = null)
        : this(clusterId, options => (options.ClientFactory, options.SessionTimeout) = (_ => factory, sessionTimeout ?? options.SessionTimeout))
    {
    }

    public IMembershipTable Table { get; }

    public LogCollector Log { get; } = new();

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private sealed record Builder(IServiceCollection Services, IConfiguration Configuration) : ISiloBuilder;
}
