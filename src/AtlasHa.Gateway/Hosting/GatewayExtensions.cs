using AtlasHa.Catalog.Model.Grains;
using AtlasHa.Gateway.Draining;
using AtlasHa.Gateway.Endpoints;
using AtlasHa.Gateway.Errors;
using AtlasHa.Gateway.Export;
using AtlasHa.Gateway.Forwarding;
using AtlasHa.Gateway.Metrics;
using AtlasHa.Gateway.Routing;
using AtlasHa.Gateway.Searches;
using AtlasHa.Gateway.Security;
using AtlasHa.Gateway.StatusPage;
using AtlasHa.Users;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Orleans;

namespace AtlasHa.Gateway.Hosting;

/// <summary>The HTTP gateway that runs on every instance.</summary>
public static class GatewayExtensions
{
    /// <summary>
    /// Adds the gateway's services. The host brings an <c>IElectionObserver</c>, an <c>IClusterControl</c>, an <c>IHeartbeatSource</c>, an <c>IGrainFactory</c>
    /// and a <see cref="TimeProvider"/>, and has called <see cref="AddGatewayDrain"/>.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="settings">The section of <see cref="GatewayOptions"/>.</param>
    /// <param name="access">The section of <see cref="AccessOptions"/>; null for no users.</param>
    public static IServiceCollection AddAtlasGateway(this IServiceCollection services, IConfiguration settings, IConfiguration? access = null)
    {
        var accessOptions = services.AddOptions<AccessOptions>().ValidateOnStart();
        if (access is not null) accessOptions.Bind(access);
        services.AddSingleton<IValidateOptions<AccessOptions>, AccessOptionsValidator>();
        services.AddSingleton<UserDirectory>();
        services.AddOptions<GatewayOptions>().Bind(settings).ValidateOnStart();
        services.AddSingleton<IValidateOptions<GatewayOptions>, GatewayOptionsValidator>();
        services.AddSingleton<InstanceDirectory>();
        services.AddSingleton<RecentHistory>();
        services.AddHostedService(provider => provider.GetRequiredService<RecentHistory>());
        services.AddSingleton<StatusPageReader>();
        services.AddSingleton<RequestCounts>();
        services.AddSingleton<ExportTurns>();
        services.AddSingleton<ActiveSearches>();
        services.AddSingleton(provider => provider.GetRequiredService<IGrainFactory>().GetActiveInstance());
        services.AddHttpForwarder();
        services.AddSingleton<ActiveForwarder>();
        services.AddRouting();
        return services;
    }

    /// <summary>
    /// Lets a stopping instance go on answering for a moment after it has left office. To be called before the election is added: the last service that was
    /// added is the first to be told of a stop.
    /// </summary>
    public static IServiceCollection AddGatewayDrain(this IServiceCollection services)
        => services.AddSingleton<GatewayDrain>().AddHostedService(provider => provider.GetRequiredService<GatewayDrain>());

    /// <summary>Puts the gateway into the pipeline: the drain, path tolerance, routing, errors, who may call, the redirect rule, then the endpoints.</summary>
    public static void UseAtlasGateway(this WebApplication app)
    {
        app.UseMiddleware<DrainMiddleware>();
        app.UseMiddleware<ToleranceMiddleware>();
        app.UseRouting();
        app.UseMiddleware<ErrorMiddleware>();
        app.UseMiddleware<AccessMiddleware>();
        app.UseMiddleware<ActiveInstanceMiddleware>();
        app.MapHealth();
        app.MapStatusPage();
        app.MapAdmin();
        app.MapControl();
        app.MapCatalogAdmin();
        app.MapAdminAudit();
        app.MapIndexRecovery();
        app.MapImport();
        app.MapAsyncImport();
        app.MapExport();
        app.MapNotifications();
        app.MapEntityFeed();
        app.MapMetrics();
        app.MapTypes();
        app.MapEntities();
        app.MapRelationships();
        app.MapLineage();
        app.MapGlossary();
        app.MapGlossarySearch();
        app.MapClassifications();
        app.MapLabels();
        app.MapBusinessMetadata();
        app.MapAudit();
        app.MapSearch();
        app.MapSavedSearches();
        app.MapSearchDownloads();
        app.MapFallback("/api/atlas/{**path}", AtlasHttp.NoSuchResourceAsync).Requires(UserRole.Reader);
    }
}
