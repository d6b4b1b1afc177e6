using AtlasHa.Gateway.Metrics;
using AtlasHa.Gateway.Routing;
using AtlasHa.Gateway.Security;

namespace AtlasHa.Gateway.Endpoints;

/// <summary><c>/metrics</c> in Prometheus' text form, answered by every instance.</summary>
internal static class MetricsEndpoint
{
    /// <summary>Maps the route if metrics were added.</summary>
    public static void MapMetrics(this WebApplication app)
    {
        // Made now, so that what happens from the start on is counted.
        if (app.Services.GetService<InstanceMetrics>() is not null) app.MapPrometheusScrapingEndpoint("/metrics").AnsweredLocally().OpenToAll();
    }
}
