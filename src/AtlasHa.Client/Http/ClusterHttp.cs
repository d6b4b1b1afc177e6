using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using AtlasHa.Catalog.Model.Json;

namespace AtlasHa.Client.Http;

/// <summary>One try at a request: sends it to an instance and follows its redirect, to configured instances only.</summary>
internal sealed class ClusterHttp(HttpMessageInvoker http, InstanceList instances, AuthenticationHeaderValue? credentials, TimeProvider time)
{
    private const string HopsHeader = "X-Atlas-Ha-Hops";
    private const string RequestIdHeader = "X-Request-Id";
    private const int MaxHops = 5;
    private static readonly TimeSpan DefaultRetryAfter = TimeSpan.FromMilliseconds(100);

    /// <exception cref="AtlasRequestException">An instance redirects to a host that is not configured.</exception>
    public async Task<Attempt> TryAsync(AtlasRequest request, string? requestId, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        var instance = instances.Best;
        try
        {
            for (var hops = 0; hops <= MaxHops; hops++)
            {
                using var message = Message(instance, request, requestId, hops);
                using var response = await http.SendAsync(message, either.Token).ConfigureAwait(false);
                if (response is { StatusCode: HttpStatusCode.Found or HttpStatusCode.TemporaryRedirect, Headers.Location: { } location })
                {
                    instance = Known(instance, new Uri(instance, location));
                    continue;
                }
                if (response.StatusCode == HttpStatusCode.ServiceUnavailable)
                    return Attempt.Failed($"{instance.Authority} says 503", retryAfter: RetryAfter(response.Headers.RetryAfter));
                var body = await response.Content.ReadAsByteArrayAsync(either.Token).ConfigureAwait(false);
                instances.Answered(instance);
                return Attempt.Answered(response.StatusCode, body);
            }
            return Attempt.Failed($"redirected more than {MaxHops} times, last to {instance.Authority}");
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            return Attempt.Failed($"{instance.Authority}: {failure.Message}", failure);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Attempt.Failed($"{instance.Authority} gave no answer within {patience.TotalSeconds:0.###} s");
        }
    }

    private Uri Known(Uri from, Uri target) => instances.Find(target) ?? throw new AtlasRequestException(
        HttpStatusCode.Found, null,
        $"{from.Authority} redirects to {target.Authority}, which is none of the configured instances; nothing was sent there. Add its URL to {nameof(AtlasHaHttpOptions.Instances)}");

    private HttpRequestMessage Message(Uri instance, AtlasRequest request, string? requestId, int hops)
    {
        var message = new HttpRequestMessage(request.Method, new Uri(instance, request.Target));
        message.Headers.Authorization = credentials;
        message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (requestId is not null)
            message.Headers.Add(RequestIdHeader, requestId);
        if (hops > 0)
            message.Headers.Add(HopsHeader, hops.ToString(CultureInfo.InvariantCulture));
        if (request.Body is { } body)
        {
            message.Content = new ByteArrayContent(AtlasJson.Write(body));
            message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", Encoding.UTF8.WebName);
        }
        return message;
    }

    private TimeSpan RetryAfter(RetryConditionHeaderValue? header)
    {
        var wait = header?.Delta ?? header?.Date - time.GetUtcNow() ?? DefaultRetryAfter;
        return wait > TimeSpan.Zero ? wait : DefaultRetryAfter;
    }
}
