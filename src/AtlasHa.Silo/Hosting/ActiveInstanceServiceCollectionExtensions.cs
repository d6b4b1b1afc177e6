using AtlasHa.Catalog;
using AtlasHa.Catalog.Discovery.Indexing;
using AtlasHa.Catalog.Hooks;
using AtlasHa.Catalog.Import.Background;
using AtlasHa.Catalog.Model.Cluster;
using AtlasHa.Catalog.Models.Patches;
using AtlasHa.Catalog.Types;
using AtlasHa.LeaderElection;
using AtlasHa.Silo.Grains;
using AtlasHa.Silo.Health;
using AtlasHa.Silo.Membership;
using AtlasHa.Silo.Placement;
using AtlasHa.Silo.Rehearsal;
using AtlasHa.Silo.Status;
using AtlasHa.Silo.Terms;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Runtime;
using Orleans.Runtime.GrainDirectory;
using Orleans.Runtime.Hosting;

namespace AtlasHa.Silo.Hosting;

/// <summary>Makes a silo carry the ActiveInstance and InstanceStatus grains.</summary>
public static class ActiveInstanceServiceCollectionExtensions
{
    /// <summary>
    /// Adds both grains, their placement by the election, and the handlers that run while this instance is active. The host brings the
    /// silo, the election (<c>AddLeaderElection</c>), a catalogue store and a <see cref="TimeProvider"/>.
    /// </summary>
    /// <param name="services">The silo's services.</param>
    /// <param name="settings">Sections <c>Catalog</c> and <c>ActiveInstance</c> are read from it.</param>
    public static IServiceCollection AddActiveInstance(this IServiceCollection services, IConfiguration settings)
    {
        services.AddOptions<CatalogOptions>().Bind(settings.GetSection("Catalog")).ValidateOnStart();
        services.AddSingleton<IValidateOptions<CatalogOptions>, CatalogOptionsValidator>();
        services.AddOptions<ActiveInstanceOptions>().Bind(settings.GetSection("ActiveInstance"))
            .Validate(o => o.PlacementPatience > TimeSpan.Zero, "AtlasHa:ActiveInstance:PlacementPatience must be more than zero.")
            .Validate(o => o.StoreProbeInterval > TimeSpan.Zero, "AtlasHa:ActiveInstance:StoreProbeInterval must be more than zero.")
            .Validate(o => o.IllAfter > TimeSpan.Zero, "AtlasHa:ActiveInstance:IllAfter must be more than zero.")
            .Validate(o => o.WritesHangAfter > TimeSpan.Zero, "AtlasHa:ActiveInstance:WritesHangAfter must be more than zero.")
            .ValidateOnStart();
        AddPlacement(services);
        services.CancelCallsThatOutlastTheirTime();
        services.AddTerms();
        services.AddSingleton<ITermWork, ImportWorker>();
        services.AddSingleton<ITermWork, IndexRecoveryWorker>();
        services.AddSingleton<ITermWork, PatchRetry>();
        services.AddSingleton<ITermWork, WriteWatch>();
        services.AddSingleton<RehearsalRequests>();
        services.AddSingleton<IHeartbeatSource, HeartbeatSource>();
        services.AddSingleton<ITermWork, ServerAudit>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, RefusedSiloCleaner>();
        services.AddHostedService<CrashedSilos>();
        services.Replace(ServiceDescriptor.Singleton<IFatalErrorHandler, OrderlyEnd>());
        return services;
    }

    /// <summary>Nobody waits any more for what outlasts a call's time, so nothing is to be read or held for it.</summary>
    internal static void CancelCallsThatOutlastTheirTime(this IServiceCollection services) =>
        services.Configure<SiloMessagingOptions>(calls => calls.CancelRequestOnTimeout = true);

    private static void AddPlacement(IServiceCollection services)
    {
        services.AddSingleton<ElectedLocations>();
        services.AddPlacementDirector<ElectionPlacement, ElectionPlacementDirector>();
        services.AddGrainDirectory(ElectionPlacement.DirectoryName, (provider, _) => ActivatorUtilities.CreateInstance<ElectionGrainDirectory>(provider));
        services.AddSingleton<IGrainDirectoryCache>(provider => new ElectionDirectoryCache(
            provider.GetRequiredService<ElectedLocations>(),
            GrainDirectoryCacheFactory.CreateGrainDirectoryCache(provider, provider.GetRequiredService<IOptions<GrainDirectoryOptions>>().Value)));
    }

    /// <summary>The request gate, the catalogue and the store's fence, and the handlers that open and close them.</summary>
    internal static void AddTerms(this IServiceCollection services)
    {
        services.AddSingleton<RequestGate>();
        services.AddSingleton(provider =>
        {
            var catalog = provider.GetRequiredService<IOptions<CatalogOptions>>().Value;
            return new ServedFeatures(catalog.Lineage.OnDemand, catalog.Discovery.RelationshipSearch);
        });
        services.AddSingleton<OpenCatalog>();
        services.AddSingleton<TermRequests>();
        services.AddSingleton<IKeptAnswers>(provider => provider.GetRequiredService<TermRequests>());
        services.AddSingleton<IEntityFeed, EntityFeed>();
        services.TryAddSingleton<IKafkaPositions, NoKafkaPositions>();
        services.AddSingleton<ActiveInstanceActivation>();
        services.AddSingleton<IEpochFence, StoreEpochFence>();
        services.AddSingleton<KnownTypes>();
        services.AddHostedService<StandbyTypes>();
        services.AddSingleton<IActivationHandler, CatalogActivationHandler>();
        services.AddSingleton<IActivationHandler, RequestsActivationHandler>();
        services.AddSingleton<IActivationHandler, TermWorkActivationHandler>();
        services.AddHostedService<StoreProbe>();
        services.AddSingleton<StoreHealth>();
        services.AddSingleton<HealthPauses>();
        services.AddSingleton<HealthWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<HealthWatch>());
    }
}
