using AtlasHa.LeaderElection.Control;
using AtlasHa.LeaderElection.Peers;
using AtlasHa.LeaderElection.Roles;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace AtlasHa.LeaderElection.Hosting;

/// <summary>Registration of the election in a host.</summary>
public static class LeaderElectionServiceCollectionExtensions
{
    /// <summary>
    /// Takes part in the election while the host runs (see <see cref="ElectionHost"/>), and provides <see cref="IElectionObserver"/>,
    /// <see cref="IElectionControl"/>, <see cref="IClusterControl"/> and <see cref="IPeerCrashes"/>. Needs an <c>IZooKeeperClientFactory</c> and an <see cref="IEpochFence"/>; every registered
    /// <see cref="IActivationHandler"/> takes part.
    /// </summary>
    public static IServiceCollection AddLeaderElection(this IServiceCollection services, Action<LeaderElectionOptions> configure)
    {
        services.AddOptions<LeaderElectionOptions>().Configure(configure).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<LeaderElectionOptions>, LeaderElectionOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<LeaderElector>();
        services.AddSingleton<IElectionObserver>(provider => provider.GetRequiredService<LeaderElector>());
        services.AddSingleton<IPeerCrashes>(provider => provider.GetRequiredService<LeaderElector>());
        services.AddSingleton<ElectionControl>();
        services.AddSingleton<IElectionControl>(provider => provider.GetRequiredService<ElectionControl>());
        services.AddSingleton<IClusterControl, ClusterControl>();
        services.AddHostedService<ElectionHost>();
        return services;
    }
}
