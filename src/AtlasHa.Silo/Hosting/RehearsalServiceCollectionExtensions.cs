using AtlasHa.Catalog;
using AtlasHa.Catalog.Model.Cluster;
using AtlasHa.Catalog.Model.Grains;
using AtlasHa.Silo.Grains;
using AtlasHa.Silo.Rehearsal;
using AtlasHa.Silo.Terms;
using Microsoft.Extensions.DependencyInjection;

namespace AtlasHa.Silo.Hosting;

/// <summary>The part of a rehearsal of the take-over that concerns grains and terms.</summary>
public static class RehearsalServiceCollectionExtensions
{
    /// <summary>
    /// Adds to the host of a rehearsal what happens on taking and leaving office, and an <see cref="IActiveInstance"/> that is a grain of the live
    /// silo. The host brings a scratch election, a scratch catalogue store and a <see cref="TimeProvider"/>.
    /// </summary>
    /// <param name="services">The rehearsal's services.</param>
    /// <param name="live">Services of the silo that rehearses; it is registered in the election under <paramref name="instanceId"/>.</param>
    /// <param name="instanceId">The instance that rehearses.</param>
    public static IServiceCollection AddRehearsedActiveInstance(this IServiceCollection services, IServiceProvider live, string instanceId)
    {
        services.AddOptions<CatalogOptions>();
        services.AddOptions<ActiveInstanceOptions>();
        services.AddTerms();
        services.AddHostedService(rehearsal => new RehearsalStage(live.GetRequiredService<RehearsalRequests>(), rehearsal.GetRequiredService<TermRequests>()));
        services.AddSingleton(live.GetRequiredService<IHeartbeatSource>());
        services.AddSingleton(live.GetRequiredService<IGrainFactory>());
        services.AddSingleton(live.GetRequiredService<IGrainFactory>().GetRehearsedActiveInstance(instanceId));
        return services;
    }

    /// <summary>The grain on which that instance rehearses; it answers only meanwhile.</summary>
    public static IActiveInstance GetRehearsedActiveInstance(this IGrainFactory grains, string instanceId)
        => grains.GetGrain<IActiveInstance>(GrainTypes.RehearsalKey(instanceId));
}
