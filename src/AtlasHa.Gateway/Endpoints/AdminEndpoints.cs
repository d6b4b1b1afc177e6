using System.Reflection;
using AtlasHa.Catalog.Model.Cluster;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Gateway.Routing;
using AtlasHa.Gateway.Security;
using AtlasHa.LeaderElection;
using AtlasHa.Users;

namespace AtlasHa.Gateway.Endpoints;

/// <summary>The admin routes that every instance answers itself, whatever its role.</summary>
internal static class AdminEndpoints
{
    private static readonly VersionBody Version = ReadVersion();

    public static void MapAdmin(this IEndpointRouteBuilder routes)
    {
        var admin = routes.MapGroup("/api/atlas/admin").AnsweredLocally().Requires(UserRole.Reader, toWrite: UserRole.Admin);
        admin.MapGet("/status", (IHeartbeatSource heartbeat, IElectionObserver election)
            => Results.Json(StatusBody.Of(heartbeat.Read(), election.Current), GatewayJson.Default.StatusBody)).OpenToAll();
        admin.MapGet("/instances", async (InstanceDirectory instances, CancellationToken cancellationToken)
            => Results.Json(await instances.ReadAsync(cancellationToken), GatewayJson.Default.InstancesBody));
        admin.MapGet("/session", (HttpContext http, ServedFeatures served)
            => AtlasHttp.WriteAsync(http, SessionBody.Of(User.Of(http) ?? User.Anonymous, served)));
        admin.MapGet("/liveness", (HttpContext http, IElectionObserver election)
            => TextAsync(http, "Service is live", election.Current.IsActiveHere ? null : $"this instance is {election.Current.Role.ToWireName()}"));
        admin.MapGet("/readiness", (HttpContext http, IElectionObserver election, IHeartbeatSource heartbeat)
            => TextAsync(
                http, "Service is ready to accept requests",
                election.Current.IsActiveHere ? heartbeat.Read().StoreProblem : $"this instance is {election.Current.Role.ToWireName()}"));
        admin.MapGet("/version", () => Results.Json(Version, GatewayJson.Default.VersionBody));
    }

    /// <summary>A text, or Atlas's internal error when there is a problem.</summary>
    private static Task TextAsync(HttpContext http, string text, string? problem)
    {
        if (problem is not null) throw new AtlasException(AtlasErrorCode.InternalError, problem);
        http.Response.ContentType = "text/plain;charset=UTF-8";
        return http.Response.WriteAsync(text, http.RequestAborted);
    }

    private static VersionBody ReadVersion()
    {
        var informational = typeof(AdminEndpoints).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
        var parts = informational.Split('+', 2);
        return new VersionBody(parts[0], parts.Length > 1 ? parts[1] : "unknown", "atlas-ha", "Active-passive metadata catalogue with Apache Atlas's REST API");
    }
}
