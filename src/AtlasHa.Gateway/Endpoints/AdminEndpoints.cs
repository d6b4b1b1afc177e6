using System.Reflection;
using AtlasHa.Catalog.Model.Cluster;
using AtlasHa.Gateway.Routing;
using AtlasHa.LeaderElection;

namespace AtlasHa.Gateway.Endpoints;

/// <summary>The admin routes that every instance answers itself, whatever its role.</summary>
internal static class AdminEndpoints
{
    private static readonly VersionBody Version = ReadVersion();

    public static void MapAdmin(this IEndpointRouteBuilder routes)
    {
        var admin = routes.MapGroup("/api/atlas/admin").AnsweredLocally();
        admin.MapGet("/status", (IHeartbeatSource heartbeat, IElectionObserver election)
            => Results.Json(StatusBody.Of(heartbeat.Read(), election.Current), GatewayJson.Default.StatusBody));
        admin.MapGet("/instances", async (InstanceDirectory instances, CancellationToken cancellationToken)
            => Results.Json(await instances.ReadAsync(cancellationToken), GatewayJson.Default.InstancesBody));
        admin.MapGet("/version", () => Results.Json(Version, GatewayJson.Default.VersionBody));
    }

    private static VersionBody ReadVersion()
    {
        var informational = typeof(AdminEndpoints).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
        var parts = informational.Split('+', 2);
        return new VersionBody(parts[0], parts.Length > 1 ? parts[1] : "unknown", "atlas-ha", "Active-passive metadata catalogue with Apache Atlas's REST API");
    }
}
