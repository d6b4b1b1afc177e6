using System.Globalization;
using System.Text;
using System.Text.Json;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Grains;
using AtlasHa.Gateway.Security;
using AtlasHa.Users;

namespace AtlasHa.Gateway.Endpoints;

/// <summary>
/// Messages of hooks over HTTP, and what operators do with those that were given up and with the reading from Kafka. For administrators only, as in Atlas: a message is processed in
/// the name of whoever it names.
/// </summary>
internal static class NotificationEndpoints
{
    private const int DefaultCount = 100;
    private const int MaxCount = 1000;

    public static void MapNotifications(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/atlas/v2/notification/topic/{topic}", PostAsync).Requires(UserRole.Admin);
        var failed = routes.MapGroup("/api/atlas/admin/notifications/failed").Requires(UserRole.Admin);
        failed.MapGet("", async (HttpContext http, IActiveInstance active) =>
        {
            if (!AtlasHttp.TryNumber(http.Request, "after", 0L, out var after)) throw AtlasHttp.NoSuchValue("after");
            var count = Math.Clamp(AtlasHttp.Number(http.Request, "limit", DefaultCount), 1, MaxCount);
            await AtlasHttp.WriteAsync(http, new { Failed = await active.GetFailedNotificationsAsync(after, count, http.RequestAborted) });
        });
        failed.MapPost("/replay", async (HttpContext http, IActiveInstance active)
            => await AtlasHttp.WriteAsync(http, new { Replayed = await active.ReplayFailedNotificationsAsync(await IdsAsync(http), http.RequestAborted) }));
        failed.MapPost("/drop", async (HttpContext http, IActiveInstance active)
            => await AtlasHttp.WriteAsync(http, new { Dropped = await active.DropFailedNotificationsAsync(await IdsAsync(http), http.RequestAborted) }));
        var positions = routes.MapGroup("/api/atlas/admin/notifications/positions").Requires(UserRole.Admin);
        positions.MapGet("", async (HttpContext http, IActiveInstance active)
            => await AtlasHttp.WriteAsync(http, await active.GetNotificationPositionsAsync(http.RequestAborted)));
        positions.MapPost("", SetPositionAsync);
    }

    private static async Task PostAsync(string topic, HttpContext http, IActiveInstance active)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        var messages = MessagesIn(body.ToArray());
        AtlasHttp.NoContent(http, await active.PostNotificationsAsync(AtlasHttp.Checked("topicName", topic), messages, AtlasHttp.Caller(http), http.RequestAborted));
    }

    private static async Task SetPositionAsync(HttpContext http, IActiveInstance active)
    {
        var wish = await AtlasHttp.ReadAsync<PositionWish>(http.Request, http.RequestAborted);
        if (string.IsNullOrEmpty(wish.Topic)) throw new AtlasException(AtlasErrorCode.InvalidParameters, "member \"topic\" is missing");
        if (wish.Partition is not { } partition) throw new AtlasException(AtlasErrorCode.InvalidParameters, "member \"partition\", a number, is missing");
        var answer = await active.SetNotificationPositionAsync(
            AtlasHttp.Checked("topic", wish.Topic), partition, wish.Target(), AtlasHttp.Caller(http), http.RequestAborted);
        await AtlasHttp.WriteAnswerAsync(http, answer);
    }

    /// <summary>The elements of a JSON array, strings as what they hold; anything else is one message, whatever it is.</summary>
    private static IReadOnlyList<byte[]> MessagesIn(byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind != JsonValueKind.Array ? [body] : [.. json.RootElement.EnumerateArray().Select(MessageIn)];
        }
        catch (JsonException)
        {
            return [body];
        }
    }

    private static byte[] MessageIn(JsonElement element)
    {
        try
        {
            return Encoding.UTF8.GetBytes(element.ValueKind == JsonValueKind.String ? element.GetString()! : element.GetRawText());
        }
        catch (InvalidOperationException)
        {
            // A string with half a character in it: whoever reads the message will say so.
            return Encoding.UTF8.GetBytes(element.GetRawText());
        }
    }

    private static async Task<IReadOnlyList<long>> IdsAsync(HttpContext http)
    {
        var ids = await AtlasHttp.ReadAsync<List<long>>(http.Request, http.RequestAborted);
        return ids.Count is > 0 and <= MaxCount
            ? ids
            : throw new AtlasException(
                AtlasErrorCode.InvalidParameters, string.Create(CultureInfo.InvariantCulture, $"give 1 to {MaxCount} ids, as a JSON array; GET .../failed lists them"));
    }
}
