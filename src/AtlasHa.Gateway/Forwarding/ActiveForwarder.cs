using System.Net;
using AtlasHa.Gateway.Routing;
using AtlasHa.LeaderElection;
using Microsoft.Extensions.Options;
using Yarp.ReverseProxy.Forwarder;

namespace AtlasHa.Gateway.Forwarding;

/// <summary>Passes user requests to the active instance and its answers back, streaming both ways.</summary>
internal sealed partial class ActiveForwarder(
    IHttpForwarder forwarder,
    IElectionObserver election,
    IOptions<GatewayOptions> options,
    ILogger<ActiveForwarder> logger) : IDisposable
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(1);

    private readonly ForwarderRequestConfig _config = new()
    {
        ActivityTimeout = options.Value.ForwardActivityTimeout,
        Version = HttpVersion.Version11,
        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };

    private readonly HttpMessageInvoker _client = new(new SendOnceHandler(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
        ConnectTimeout = ConnectTimeout,
        // A host name that comes to mean another address is noticed.
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
    }));

    /// <summary>Methods that change nothing: a request may be repeated whatever became of it.</summary>
    public static bool IsSafe(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);

    /// <summary>
    /// Passes the request on once. A write gets a request id if it has none: the active remembers it, so that it may be sent again whatever has
    /// become of it.
    /// </summary>
    public async Task<ForwardOutcome> ForwardAsync(HttpContext context, Uri target, RepeatableBody? body)
    {
        var isSafe = IsSafe(context.Request.Method);
        if (!isSafe) RequestId.Adopt(context);
        using var superseded = new Supersession(election, target);
        var attempt = new ForwardAttempt(target, body, Hops.Of(context.Request) + 1, superseded.Settle);
        var error = await forwarder.SendAsync(context, target.GetLeftPart(UriPartial.Authority), _client, _config, attempt, superseded.Token);

        if (attempt.HasAnswer && (error == ForwarderError.None || context.Response.HasStarted)) return ForwardOutcome.Answered;
        context.RequestAborted.ThrowIfCancellationRequested();
        if (body?.Failure is { } unreadable) throw new BadHttpRequestException(unreadable.Message, StatusOf(unreadable), unreadable);

        var cause = context.Features.Get<IForwarderErrorFeature>()?.Exception;
        if (error == ForwarderError.RequestCreation) throw new InvalidOperationException("the request could not be built anew", cause);
        LogFailed(logger, context.Request.Method, context.Request.Path, target, attempt.Refusal ?? cause?.Message ?? error.ToString());
        Reset(context);
        return attempt.IsNotDone || isSafe || !attempt.MayHaveArrived ? ForwardOutcome.NotDone : ForwardOutcome.Unknown;
    }

    public void Dispose() => _client.Dispose();

    private static int StatusOf(Exception unreadable) => (unreadable as BadHttpRequestException)?.StatusCode ?? StatusCodes.Status400BadRequest;

    private static void Reset(HttpContext context)
    {
        context.Response.Clear();
        context.Features.Set<IForwarderErrorFeature>(null);
        RequestId.Name(context);
    }

    [LoggerMessage(1, LogLevel.Information, "{Method} {Path} was not answered by {Target}: {Reason}")]
    private static partial void LogFailed(ILogger logger, string method, string path, Uri target, string reason);
}
