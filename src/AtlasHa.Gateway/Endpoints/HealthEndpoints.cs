using AtlasHa.Gateway.Routing;
using AtlasHa.Gateway.Security;
using AtlasHa.LeaderElection;

namespace AtlasHa.Gateway.Endpoints;

/// <summary>
/// Health for three audiences: a supervisor (<c>live</c>: restart me if this fails), a load balancer that spreads over all instances
/// (<c>ready</c>), and one that must reach the active only (<c>active</c>).
/// </summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        var health = routes.MapGroup("/health").AnsweredLocally().OpenToAll();
        health.MapMethods("/live", Methods, () => Answer(null));
        health.MapMethods("/ready", Methods, (IElectionObserver election) => Answer(NotReady(election.Current)));
        health.MapMethods("/active", Methods, (IElectionObserver election) => Answer(NotActive(election.Current)));
    }

    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    private static string? NotReady(ElectionView view)
    {
        // An outage of ZooKeeper is none of the active's.
        if (view.IsActiveHere) return null;
        if (!view.Connected) return "ZooKeeper cannot be reached";
        return view.Self is { } self && view.Instances.ContainsKey(self) ? null : "this instance is not registered in ZooKeeper yet";
    }

    private static string? NotActive(ElectionView view) => view.IsActiveHere ? null : $"this instance is {view.Role.ToWireName()}";

    private static IResult Answer(string? problem) => problem is null
        ? Results.Json(new HealthBody("ok", null), GatewayJson.Default.HealthBody)
        : Results.Json(new HealthBody("unavailable", problem), GatewayJson.Default.HealthBody, statusCode: StatusCodes.Status503ServiceUnavailable);
}
