using AtlasHa.Catalog.Model.Grains;
using AtlasHa.Gateway.Endpoints;
using AtlasHa.Gateway.Errors;
using AtlasHa.Gateway.Forwarding;
using AtlasHa.Gateway.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Orleans;

namespace AtlasHa.Gateway.Hosting;

/// <summary>The HTTP gateway that runs on every instance.</summary>
public static class GatewayExtensions
{
    /// <summary>
    /// Adds the gateway's services. The host brings an <c>IElectionObserver</c>, an <c>IClusterControl</c>, an <c>IHeartbeatSource</c>, an <c>IGrainFactory</c>
    /// and a <see cref="TimeProvider"/>.
    /// </summary>
    public static IServiceCollection AddAtlasGateway(this IServiceCollection services, IConfiguration settings)
    {
        services.AddOptions<GatewayOptions>().Bind(settings).ValidateOnStart();
        services.AddSingleton<IValidateOptions<GatewayOptions>, GatewayOptionsValidator>();
        services.AddSingleton<InstanceDirectory>();
        services.AddSingleton(provider => provider.GetRequiredService<IGrainFactory>().GetActiveInstance());
        services.AddHttpForwarder();
        services.AddSingleton<ActiveForwarder>();
        services.AddRouting();
        return services;
    }

    /// <summary>Puts the gateway into the pipeline: path tolerance, routing, errors, the redirect rule, then the endpoints.</summary>
    public static void UseAtlasGateway(this WebApplication app)
    {
        app.UseMiddleware<ToleranceMiddleware>();
        app.UseRouting();
        app.UseMiddleware<ErrorMiddleware>();
        app.UseMiddleware<ActiveInstanceMiddleware>();
        app.MapHealth();
        app.MapAdmin();
        app.MapControl();
        app.MapTypes();
        app.MapEntities();
        app.MapFallback("/api/atlas/{**path}", NoSuchRoute);
    }

    private static Task NoSuchRoute(HttpContext context) => ErrorMiddleware.InternalTextAsync(context, StatusCodes.Status404NotFound);
}
