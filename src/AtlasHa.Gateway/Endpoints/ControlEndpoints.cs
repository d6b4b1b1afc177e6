using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using AtlasHa.Gateway.Errors;
using AtlasHa.Gateway.Routing;
using AtlasHa.Gateway.Security;
using AtlasHa.LeaderElection;
using AtlasHa.Users;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace AtlasHa.Gateway.Endpoints;

/// <summary>What operators ask of the cluster. Every instance takes these requests itself, whatever its role: they go to ZooKeeper, not to the active.</summary>
internal static class ControlEndpoints
{
    public static void MapControl(this IEndpointRouteBuilder routes)
    {
        var admin = routes.MapGroup("/api/atlas/admin").AnsweredLocally().Requires(UserRole.Reader, toWrite: UserRole.Admin).AddEndpointFilter(RefusalsAsync);
        admin.MapPost("/switchover", SwitchoverAsync);
        admin.MapPost("/pause", PauseAsync);
        admin.MapPost("/resume", ResumeAsync);
        admin.MapGet("/history", async ([FromServices] IClusterControl control, CancellationToken cancellationToken)
            => Results.Json(new HistoryBody(await control.ReadHistoryAsync(cancellationToken)), GatewayJson.Default.HistoryBody));
    }

    private static async Task<IResult> SwitchoverAsync(
        HttpContext context, [FromServices] IClusterControl control, [FromServices] TimeProvider time, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        var wish = await BodyAsync(context, GatewayJson.Default.SwitchoverWish);
        var candidate = string.IsNullOrEmpty(wish?.Candidate) ? null : wish.Candidate;
        var request = await control.RequestSwitchoverAsync(candidate, Caller(context), cancellationToken);
        if (string.Equals(context.Request.Query["wait"], "false", StringComparison.OrdinalIgnoreCase))
        {
            return Results.Json(
                new SwitchoverBody("accepted", request.From, request.To, null, null), GatewayJson.Default.SwitchoverBody, statusCode: StatusCodes.Status202Accepted);
        }

        var outcome = await control.AwaitSwitchoverAsync(request, cancellationToken);
        var millis = (long)time.GetElapsedTime(began).TotalMilliseconds;
        return Results.Json(new SwitchoverBody("done", outcome.From, outcome.To, outcome.Epoch, millis), GatewayJson.Default.SwitchoverBody);
    }

    private static async Task<IResult> PauseAsync(HttpContext context, [FromServices] IClusterControl control, CancellationToken cancellationToken)
    {
        var wish = await BodyAsync(context, GatewayJson.Default.PauseWish);
        var pause = await control.PauseAsync(Caller(context), wish?.Reason, cancellationToken);
        return Results.Json(new PausedBody(true, PauseBody.Of(pause)), GatewayJson.Default.PausedBody);
    }

    private static async Task<IResult> ResumeAsync([FromServices] IClusterControl control, CancellationToken cancellationToken)
    {
        await control.ResumeAsync(cancellationToken);
        return Results.Json(new PausedBody(false, null), GatewayJson.Default.PausedBody);
    }

    /// <summary>The body, which may be left out.</summary>
    private static async ValueTask<T?> BodyAsync<T>(HttpContext context, JsonTypeInfo<T> type)
        where T : class
        => context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false }
            ? null
            : await JsonSerializer.DeserializeAsync(context.Request.Body, type, context.RequestAborted);

    /// <summary>Who asks: without users the address is all that is known.</summary>
    private static string Caller(HttpContext context) => User.Of(context) is { } user && user != User.Anonymous
        ? user.Name
        : context.Connection.RemoteIpAddress?.ToString() ?? "unknown";

    private static async ValueTask<object?> RefusalsAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var context = invocation.HttpContext;
        try
        {
            return await next(invocation);
        }
        catch (SwitchoverRefusedException refused)
        {
            await ControlProblems.RefusedAsync(context, refused);
        }
        catch (ControlUnavailableException unavailable)
        {
            var retryAfter = context.RequestServices.GetRequiredService<IOptions<GatewayOptions>>().Value.RetryAfter;
            await ControlProblems.UnavailableAsync(context, retryAfter, unavailable);
        }

        return Results.Empty;
    }
}
