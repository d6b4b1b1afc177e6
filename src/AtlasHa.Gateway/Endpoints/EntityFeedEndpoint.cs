using System.Globalization;
using AtlasHa.Catalog.Model.Cluster;
using AtlasHa.Catalog.Model.Grains;
using AtlasHa.Catalog.Model.Notifications;
using AtlasHa.Gateway.Security;
using AtlasHa.Users;

namespace AtlasHa.Gateway.Endpoints;

/// <summary>
/// <c>GET /api/atlas/v2/notifications/entities</c>: messages about changed entities as server-sent events, for users without Kafka. A client that
/// comes back with <c>Last-Event-ID</c> misses nothing that is still kept, and is told if something is not.
/// </summary>
internal static class EntityFeedEndpoint
{
    private const int BatchSize = 100;

    /// <summary>Each open stream keeps a connection and reads what it has not seen.</summary>
    private const int MaxStreams = 200;

    /// <summary>Longer than this no stream is silent: proxies cut what is, and a client that has gone is noticed.</summary>
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);

    private static int _streams;

    public static void MapEntityFeed(this IEndpointRouteBuilder routes)
        => routes.MapGet("/api/atlas/v2/notifications/entities", async (HttpContext http, IActiveInstance active) =>
        {
            if (Interlocked.Increment(ref _streams) > MaxStreams)
            {
                Interlocked.Decrement(ref _streams);
                throw new ServiceUnavailableException($"{MaxStreams} streams of events are open; close one, or try again later", false);
            }

            try
            {
                await StreamAsync(http, active);
            }
            finally
            {
                Interlocked.Decrement(ref _streams);
            }
        }).Requires(UserRole.Reader);

    private static async Task StreamAsync(HttpContext http, IActiveInstance active)
    {
        var feed = http.RequestServices.GetRequiredService<IEntityFeed>();
        var wanted = LastSeen(http.Request);
        var next = feed.NextAsync();
        var batch = await active.GetEntityNotificationsAsync(wanted ?? long.MaxValue, BatchSize, http.RequestAborted);
        http.Response.ContentType = "text/event-stream";
        http.Response.Headers.CacheControl = "no-cache";
        http.Response.Headers["X-Accel-Buffering"] = "no";
        // Who names no event gets what comes from now on.
        var last = wanted ?? batch.Last;
        if (last < batch.First - 1 || last > batch.Last)
        {
            // Too old, or of another store: what lies between is not known here.
            last = last > batch.Last ? batch.Last : batch.First - 1;
            await http.Response.WriteAsync($"id: {last}\nevent: gap\ndata: {{\"first\":{batch.First},\"last\":{batch.Last}}}\n\n", http.RequestAborted);
        }
        else
        {
            await http.Response.WriteAsync(": here\n\n", http.RequestAborted);
        }

        if (wanted is null) batch = batch with { Items = [] };
        try
        {
            while (true)
            {
                last = await WriteAsync(http.Response, batch.Items, last, http.RequestAborted);
                if (batch.Items.Count < BatchSize)
                {
                    await next.WaitAsync(KeepAlive, http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    if (!next.IsCompleted) await http.Response.WriteAsync(": still here\n\n", http.RequestAborted);
                }

                next = feed.NextAsync();
                batch = await active.GetEntityNotificationsAsync(last, BatchSize, http.RequestAborted);
            }
        }
        catch (Exception e) when (e is NotActiveException or ServiceUnavailableException)
        {
            // The stream ends here; the client comes back, and is led to whoever is active then.
        }
    }

    private static async Task<long> WriteAsync(
        HttpResponse response, IReadOnlyList<NumberedNotification> items, long last, CancellationToken cancellationToken)
    {
        foreach (var item in items)
        {
            await response.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"id: {item.Id}\ndata: "), cancellationToken);
            // JSON of ours has no line breaks.
            await response.Body.WriteAsync(item.Json, cancellationToken);
            await response.WriteAsync("\n\n", cancellationToken);
            last = item.Id;
        }

        await response.Body.FlushAsync(cancellationToken);
        return last;
    }

    /// <summary>The header, which browsers send by themselves when they come back, before the parameter.</summary>
    private static long? LastSeen(HttpRequest request)
    {
        var text = request.Headers["Last-Event-ID"].FirstOrDefault() ?? AtlasHttp.Text(request, "lastEventId");
        if (string.IsNullOrEmpty(text)) return null;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : throw AtlasHttp.NoSuchValue("Last-Event-ID");
    }
}
