using AtlasHa.Gateway.Metrics;
using OpenTelemetry.Metrics;

namespace AtlasHa.Gateway.Hosting;

/// <summary>Metrics for Prometheus.</summary>
public static class GatewayMetricsExtensions
{
    private const string CatalogMeter = "AtlasHa.Catalog";
    private const string NotificationMeter = "AtlasHa.Notifications";
    private const string WriteGroupSize = "atlas_ha.write_group_size";

    /// <summary>Adds what <c>GET /metrics</c> shows. Once in a process: meters are found by their names.</summary>
    public static IServiceCollection AddAtlasMetrics(this IServiceCollection services)
    {
        services.AddSingleton<InstanceMetrics>();
        services.AddOpenTelemetry().WithMetrics(metrics => metrics
            .AddMeter(InstanceMetrics.MeterName, CatalogMeter, NotificationMeter)
            .AddView(WriteGroupSize, new ExplicitBucketHistogramConfiguration { Boundaries = [1, 2, 4, 8, 16, 32, 64, 128, 256] })
            .AddPrometheusExporter());
        return services;
    }
}
