using System.Globalization;
using System.Net;
using AtlasHa.Gateway.Errors;
using AtlasHa.Gateway.Routing;
using Yarp.ReverseProxy.Forwarder;

namespace AtlasHa.Gateway.Forwarding;

/// <summary>One try to pass a request to one instance: what is sent, and what is made of the answer's head.</summary>
/// <param name="target">The registered base URL of the instance.</param>
/// <param name="body">The request's body, null when it has none.</param>
/// <param name="hops">The hop count to send.</param>
/// <param name="onAnswer">Called when an answer that goes to the client has begun.</param>
internal sealed class ForwardAttempt(Uri target, RepeatableBody? body, int hops, Action onAnswer) : HttpTransformer
{
    private static readonly UriCreationOptions AsItIs = new() { DangerousDisablePathAndQueryCanonicalization = true };

    /// <summary>Headers that say who the client is, or that concern only the connection to it. Those of a client are not believed.</summary>
    private static readonly string[] NotPassedOn =
        ["Host", "Expect", "Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Prefix", RequestId.Header, Hops.Header];

    private bool _isSent;

    /// <summary>Whether the instance said that it is not the active one: it has certainly done nothing.</summary>
    public bool IsNotDone { get; private set; }

    /// <summary>Why what the instance answered is not for the client; null when it is, or when there was no answer.</summary>
    public string? Refusal { get; private set; }

    /// <summary>Whether an answer that has come is the client's.</summary>
    public bool HasAnswer => Refusal is null;

    /// <summary>Whether a part of the request may have reached the instance. Known of requests that may change something.</summary>
    public bool MayHaveArrived => body is not null ? body.IsTouched : _isSent;

    public override async ValueTask TransformRequestAsync(
        HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
        var request = httpContext.Request;
        proxyRequest.Method = new HttpMethod(SentMethod.Of(httpContext));
        proxyRequest.RequestUri = new Uri(target.GetLeftPart(UriPartial.Authority) + RawTarget.PathAndQuery(httpContext), AsItIs);
        foreach (var name in request.Headers.GetCommaSeparatedValues("Connection")) Remove(proxyRequest, name);
        foreach (var name in NotPassedOn) proxyRequest.Headers.Remove(name);

        Put(proxyRequest, "X-Forwarded-For", httpContext.Connection.RemoteIpAddress?.ToString());
        Put(proxyRequest, "X-Forwarded-Proto", request.Scheme);
        Put(proxyRequest, "X-Forwarded-Host", request.Host.Value);
        Put(proxyRequest, RequestId.Header, RequestId.Of(httpContext));
        Put(proxyRequest, Hops.Header, hops.ToString(CultureInfo.InvariantCulture));
        if (body is null && !ActiveForwarder.IsSafe(request.Method)) proxyRequest.Options.Set(SendOnceHandler.OnSending, () => _isSent = true);
    }

    public override ValueTask<bool> TransformResponseAsync(HttpContext httpContext, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken)
    {
        if (proxyResponse is not null && SaysNotActive(proxyResponse))
        {
            IsNotDone = true;
            Refusal = "it is not active";
            return ValueTask.FromResult(false);
        }

        if (proxyResponse is not null && HasProblem(proxyResponse, Problems.OutcomeUnknown))
        {
            Refusal = "it does not know what became of it";
            return ValueTask.FromResult(false);
        }

        onAnswer();
        // The active has set the same headers; the client gets its.
        if (proxyResponse is not null) httpContext.Response.Headers.Clear();
        return base.TransformResponseAsync(httpContext, proxyResponse, cancellationToken);
    }

    private static bool SaysNotActive(HttpResponseMessage answer) => answer.StatusCode switch
    {
        HttpStatusCode.Found or HttpStatusCode.TemporaryRedirect => answer.Headers.Contains(Hops.Header),
        _ => HasProblem(answer, Problems.NoActiveInstance),
    };

    private static bool HasProblem(HttpResponseMessage answer, string code) => answer.StatusCode == HttpStatusCode.ServiceUnavailable
        && answer.Headers.TryGetValues(Problems.Header, out var codes) && codes.Contains(code);

    /// <summary>Takes out what the client has declared to be about its own connection.</summary>
    private static void Remove(HttpRequestMessage request, string name)
    {
        if (request.Headers.NonValidated.Contains(name)) request.Headers.Remove(name);
        else if (request.Content is { } content && content.Headers.NonValidated.Contains(name)) content.Headers.Remove(name);
    }

    private static void Put(HttpRequestMessage request, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value)) request.Headers.TryAddWithoutValidation(name, value);
    }
}
