using System.Globalization;
using AtlasHa.Catalog.Model.Discovery;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Grains;
using AtlasHa.Gateway.Security;
using AtlasHa.Users;

namespace AtlasHa.Gateway.Endpoints;

/// <summary><c>/api/atlas/v2/indexrecovery</c>, served by the ActiveInstance grain.</summary>
internal static class IndexRecoveryEndpoints
{
    private const string NotApplicable = "Not applicable";

    public static void MapIndexRecovery(this IEndpointRouteBuilder routes)
    {
        var recovery = routes.MapGroup("/api/atlas/v2/indexrecovery").Requires(UserRole.Reader, toWrite: UserRole.Admin);
        recovery.MapGet("/", async (HttpContext http, IActiveInstance active) =>
            await AtlasHttp.WriteAsync(http, Answer(await active.GetIndexRecoveryAsync(http.RequestAborted))));
        recovery.MapPost("/start", async (HttpContext http, IActiveInstance active) =>
        {
            await active.StartIndexRecoveryAsync(StartTime(http.Request), http.RequestAborted);
            return Results.NoContent();
        });
    }

    /// <summary>Atlas's three times, which are those of recoveries after an outage of the index: it changes with the entities here, and none is ever due.</summary>
    private static Dictionary<string, object> Answer(IndexRecoveryStatus? asked)
    {
        var answer = new Dictionary<string, object> { ["startTime"] = NotApplicable, ["prevTime"] = NotApplicable, ["customTime"] = NotApplicable };
        if (asked is not null) answer["recovery"] = asked;
        return answer;
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
