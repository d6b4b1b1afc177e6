using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace AtlasHa.TestKit.Cluster;

/// <summary>
/// A user of a test cluster who knows all URLs: follows redirects with method and body, and tries the next instance when one refuses, is cut
/// off, or says 503. A write is repeated only as create-or-update by unique name, which is safe to repeat.
/// </summary>
public sealed class ClusterClient(IReadOnlyList<Uri> urls, bool followsRedirects = true) : IDisposable
{
    private const int MaxRedirects = 5;

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = TestTimeouts.Short };
    private int _next;

    /// <summary>Sends until some instance answers with something else than 503, or the deadline passes.</summary>
    public async Task<Answer> SendAsync(HttpMethod method, string pathAndQuery, string? json = null, TimeSpan? deadline = null)
    {
        using var until = new CancellationTokenSource(deadline ?? TestTimeouts.Long);
        var last = "nothing was tried";
        while (!until.IsCancellationRequested)
        {
            var url = urls[(int)((uint)Interlocked.Increment(ref _next) % urls.Count)];
            try
            {
                var answer = await FollowAsync(method, new Uri(url, pathAndQuery), json, until.Token);
                if (answer.Status != HttpStatusCode.ServiceUnavailable) return answer;
                last = $"{url}: {answer}";
            }
            catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
            {
                last = $"{url}: {e.Message}";
            }

            await Task.Delay(20);
        }

        throw new TimeoutException($"{method} {pathAndQuery} got no answer from any instance; the last try: {last}");
    }

    /// <summary>Sends once to one instance and follows its redirects, unless this user does not.</summary>
    public async Task<Answer> FollowAsync(HttpMethod method, Uri url, string? json, CancellationToken cancellationToken = default)
    {
        for (var hop = 0; hop <= MaxRedirects; hop++)
        {
            var answer = await SendOnceAsync(method, url, json, cancellationToken);
            if (answer.Location is null || !followsRedirects) return answer;
            url = answer.Location;
        }

        throw new HttpRequestException($"more than {MaxRedirects} redirects, the last to {url}");
    }

    /// <summary>Sends once and follows nothing.</summary>
    public async Task<Answer> SendOnceAsync(HttpMethod method, Uri url, string? json, CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(method, url);
        if (json is not null) request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await _http.SendAsync(request, cancellationToken);
        var redirect = response.StatusCode is HttpStatusCode.Found or HttpStatusCode.TemporaryRedirect ? response.Headers.Location : null;
        return new Answer(response.StatusCode, await response.Content.ReadAsStringAsync(cancellationToken), redirect, response.Headers.RetryAfter?.Delta);
    }

    public void Dispose() => _http.Dispose();

    /// <summary>What came back.</summary>
    public sealed record Answer(HttpStatusCode Status, string Body, Uri? Location, TimeSpan? RetryAfter)
    {
        public JsonNode Json => JsonNode.Parse(Body)!;

        public override string ToString() => $"{(int)Status} {Body}";
    }
}
