using System.Globalization;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Grains;
using AtlasHa.Gateway.Security;
using AtlasHa.Users;

namespace AtlasHa.Gateway.Endpoints;

/// <summary><c>/api/atlas/v2/indexrecovery</c>, served by the ActiveInstance grain.</summary>
internal static class IndexRecoveryEndpoints
{
    private const string NotApplicable = "Not applicable";

    // The index changes with the entities: no recovery is ever due, and what is asked for is done when it is answered.
    private static readonly Dictionary<string, string> Times =
        new() { ["startTime"] = NotApplicable, ["prevTime"] = NotApplicable, ["customTime"] = NotApplicable };

    public static void MapIndexRecovery(this IEndpointRouteBuilder routes)
    {
        var recovery = routes.MapGroup("/api/atlas/v2/indexrecovery").Requires(UserRole.Reader, toWrite: UserRole.Admin);
        recovery.MapGet("/", async (HttpContext http) => await AtlasHttp.WriteAsync(http, Times));
        recovery.MapPost("/start", async (HttpContext http, IActiveInstance active) =>
        {
            await active.RecoverIndexAsync(StartTime(http.Request), http.RequestAborted);
            return Results.NoContent();
        });
    }

    /// <summary>Milliseconds since the Unix epoch.</summary>
    private static long StartTime(HttpRequest request)
    {
        var text = AtlasHttp.Text(request, "startTime")
            ?? throw new AtlasException(AtlasErrorCode.BadRequest, "Index recovery requested without start time: give startTime, such as 2026-01-31T00:00:00Z");
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time.ToUnixTimeMilliseconds()
            : throw new AtlasException(AtlasErrorCode.BadRequest, $"startTime {text} is no time; write it such as 2026-01-31T00:00:00Z");
    }
}
