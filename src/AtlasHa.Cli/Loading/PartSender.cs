using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using AtlasHa.Cli.Http;

namespace AtlasHa.Cli.Loading;

/// <summary>Sends ZIPs of the form of <c>admin/export</c> to the cluster's <c>admin/import</c>. Each may be sent twice.</summary>
internal sealed class PartSender(AtlasHttp http, TimeProvider time)
{
    private const string Route = "/api/atlas/admin/import";
    private const string OtherImportIsRunning = "ATLAS-500-00-006";

    private static readonly TimeSpan BusyInterval = TimeSpan.FromMilliseconds(200);
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <exception cref="NoInstanceException">No instance took it.</exception>
    public async Task<PartAnswer> SendAsync(byte[] zip, CancellationToken cancellationToken)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(zip), "data", "export.zip" }, { new StringContent("{}"), "request" } };
        var body = await form.ReadAsByteArrayAsync(cancellationToken);
        var start = time.GetTimestamp();
        while (true)
        {
            var response = await http.SendAsync(HttpMethod.Post, Route, body, form.Headers.ContentType!.ToString(), cancellationToken);
            if (response.IsSuccess)
            {
                var result = JsonSerializer.Deserialize<Result>(response.Body, Json);
                return new PartAnswer(result?.SkippedEntities ?? [], result?.Metrics?.GetValueOrDefault("typedef:changed") ?? 0);
            }

            // The cluster may still be at a part of a run that was killed.
            var isBusy = (response.Json() as JsonObject)?["errorCode"]?.ToString() == OtherImportIsRunning;
            if (isBusy && time.GetElapsedTime(start) < http.Patience)
            {
                await Task.Delay(BusyInterval, time, cancellationToken);
                continue;
            }

            var isOfContent = response.Status is HttpStatusCode.BadRequest or HttpStatusCode.NotFound or HttpStatusCode.Conflict or HttpStatusCode.RequestEntityTooLarge;
            return new PartAnswer([], 0, response.DescribeError(), isOfContent && !isBusy);
        }
    }

    private sealed record Result(IReadOnlyList<SkippedEntity>? SkippedEntities, Dictionary<string, long>? Metrics);
}
