using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace AtlasHa.Cli.Http;

/// <summary>
/// Sends requests to a cluster through any of its instances: follows the passives' redirects to the active with the body
/// sent again, waits where it is told to (503 with Retry-After) and goes on with the next instance when one does not answer.
/// A request may reach the cluster twice, so it must be one that may be repeated.
/// </summary>
internal sealed class AtlasHttp : IDisposable
{
    public const string RequestIdHeader = "X-Request-Id";
    public const string HopsHeader = "X-Atlas-Ha-Hops";
    public const int MaxHops = 5;

    private const string ClusterOption = "--url";
    private const string JsonType = "application/json; charset=utf-8";

    private static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan DefaultRetryAfter = TimeSpan.FromSeconds(1);

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = TimeSpan.FromSeconds(3), UseProxy = false })
    {
        Timeout = System.Threading.Timeout.InfiniteTimeSpan,
    };

    private readonly IReadOnlyList<Uri> _instances;
    private readonly TimeSpan _patience;
    private readonly TimeProvider _time;
    private readonly Credentials? _user;
    private readonly string _urlOption;

    private int _next;
    private Uri? _served;

    /// <param name="instances">Base URLs, at least one.</param>
    /// <param name="patience">How long one request may be retried.</param>
    /// <param name="time">The clock.</param>
    /// <param name="user">Who is shown to these instances, and to no others; null for nobody.</param>
    /// <param name="urlOption">The option that names the instances, for messages.</param>
    public AtlasHttp(IReadOnlyList<Uri> instances, TimeSpan patience, TimeProvider time, Credentials? user = null, string urlOption = ClusterOption)
    {
        ArgumentOutOfRangeException.ThrowIfZero(instances.Count);
        _instances = instances;
        _patience = patience;
        _time = time;
        _user = user;
        _urlOption = urlOption;
    }

    /// <summary>How long one request may be retried.</summary>
    public TimeSpan Patience => _patience;

    /// <summary>The answer, whatever its status except 503.</summary>
    /// <exception cref="NoInstanceException">No instance served the request within the patience.</exception>
    public Task<AtlasResponse> SendAsync(HttpMethod method, string path, ReadOnlyMemory<byte>? body, CancellationToken cancellationToken)
        => SendAsync(method, path, body, JsonType, cancellationToken);

    /// <summary>The same with a body that is no JSON.</summary>
    /// <inheritdoc cref="SendAsync(HttpMethod, string, ReadOnlyMemory{byte}?, CancellationToken)"/>
    public Task<AtlasResponse> SendAsync(
        HttpMethod method, string path, ReadOnlyMemory<byte>? body, string contentType, CancellationToken cancellationToken)
        => SendAsync(method, path, body, contentType, requestId: null, cancellationToken);

    /// <summary>The same for a write that may take effect only once, although it may be sent again.</summary>
    /// <param name="requestId">By which the cluster knows a repeat.</param>
    /// <inheritdoc cref="SendAsync(HttpMethod, string, ReadOnlyMemory{byte}?, CancellationToken)"/>
    public Task<AtlasResponse> SendOnceAsync(HttpMethod method, string path, ReadOnlyMemory<byte> body, string requestId, CancellationToken cancellationToken)
        => SendAsync(method, path, body, JsonType, requestId, cancellationToken);

    public void Dispose() => _http.Dispose();

    private async Task<AtlasResponse> SendAsync(
        HttpMethod method, string path, ReadOnlyMemory<byte>? body, string contentType, string? requestId, CancellationToken cancellationToken)
    {
        var start = _time.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            // The instance that served the last request is most likely still the active one.
            var target = _served ?? _instances[_next];
            var outcome = await TryAsync(method, new Uri(target, path), body, contentType, requestId, attempt, cancellationToken);
            if (outcome.Response is { } response) return response;
            _served = null;
            _next = (_next + 1) % _instances.Count;
            var left = _patience - _time.GetElapsedTime(start);
            if (left <= TimeSpan.Zero)
            {
                var advice = _urlOption == ClusterOption ? "See `atlas-ha status`" : $"Check {_urlOption}";
                throw new NoInstanceException(
                    $"no instance served {method} {Short(path)} within {_patience.TotalSeconds:0.#} s; the last answer: {outcome.Trouble}. {advice}, or wait longer with --timeout.");
            }

            await Task.Delay(outcome.Wait < left ? outcome.Wait : left, _time, cancellationToken);
        }
    }

    private async Task<Outcome> TryAsync(
        HttpMethod method, Uri url, ReadOnlyMemory<byte>? body, string contentType, string? requestId, int attempt, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(AttemptTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            for (var hops = 0; hops <= MaxHops; hops++)
            {
                using var request = CreateRequest(method, url, body, contentType, requestId, hops);
                using var response = await _http.SendAsync(request, either.Token);
                if (RedirectTarget(method, url, response) is { } target)
                {
                    if (_user is not null && !IsGiven(target))
                        throw new CliException($"{url.Authority} redirects to {target.Authority}, which is none of the given instances and so is not shown the user {_user}; name it with {_urlOption} too.");
                    url = target;
                    continue;
                }

                if (response.StatusCode == HttpStatusCode.ServiceUnavailable)
                {
                    var refusal = new AtlasResponse(response.StatusCode, await response.Content.ReadAsByteArrayAsync(either.Token), attempt);
                    return Outcome.Failed($"{url.Authority} says {refusal.DescribeUnavailable()}", RetryAfter(response.Headers.RetryAfter));
                }

                _served = new Uri(url.GetLeftPart(UriPartial.Authority));
                return new Outcome(new AtlasResponse(response.StatusCode, await response.Content.ReadAsByteArrayAsync(either.Token), attempt), "", TimeSpan.Zero);
            }

            return Outcome.Failed($"redirected more than {MaxHops} times, last to {url.Authority}", RetryInterval);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return Outcome.Failed($"{url.Authority}: {exception.Message}", RetryInterval);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Outcome.Failed($"{url.Authority} gave no answer within {AttemptTimeout.TotalSeconds:0} s", RetryInterval);
        }
    }

    private bool IsGiven(Uri url) => _instances.Any(instance => Uri.Compare(instance, url, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) == 0);

    private HttpRequestMessage CreateRequest(HttpMethod method, Uri url, ReadOnlyMemory<byte>? body, string contentType, string? requestId, int hops)
    {
        var request = new HttpRequestMessage(method, url);
        request.Headers.Authorization = _user?.Header;
        if (body is { } bytes)
        {
            request.Content = new ReadOnlyMemoryContent(bytes);
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        }

        if (requestId is not null) request.Headers.Add(RequestIdHeader, requestId);
        if (hops > 0) request.Headers.Add(HopsHeader, hops.ToString(CultureInfo.InvariantCulture));
        return request;
    }

    // A list of guids is no help to whoever reads a message.
    private static string Short(string path) => path.Length <= 100 ? path : path[..100] + "...";

    // 301 to 303 let a client drop the method and the body, so they are followed only where there is nothing to drop.
    private static Uri? RedirectTarget(HttpMethod method, Uri url, HttpResponseMessage response)
    {
        var follow = response.StatusCode switch
        {
            HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect => true,
            HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther => method == HttpMethod.Get,
            _ => false,
        };
        return follow && response.Headers.Location is { } location ? new Uri(url, location) : null;
    }

    private TimeSpan RetryAfter(RetryConditionHeaderValue? header)
    {
        var wait = header?.Delta ?? header?.Date - _time.GetUtcNow() ?? DefaultRetryAfter;
        return wait > TimeSpan.Zero ? wait : RetryInterval;
    }

    private sealed record Outcome(AtlasResponse? Response, string Trouble, TimeSpan Wait)
    {
        public static Outcome Failed(string trouble, TimeSpan wait) => new(null, trouble, wait);
    }
}
