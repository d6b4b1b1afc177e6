using AtlasHa.Catalog.Model.Cluster;
using AtlasHa.Gateway.Errors;
using AtlasHa.LeaderElection;
using Microsoft.Extensions.Options;

namespace AtlasHa.Gateway.Routing;

/// <summary>
/// Lets only the active instance serve user requests: elsewhere the client is redirected, or held until somebody is active. Local routes pass
/// through. It reads the election's view in memory and never asks ZooKeeper.
/// </summary>
internal sealed partial class ActiveInstanceMiddleware(
    RequestDelegate next,
    IElectionObserver election,
    IOptions<GatewayOptions> options,
    TimeProvider time,
    ILogger<ActiveInstanceMiddleware> logger)
{
    private static readonly PathString UserPaths = new("/api/atlas");

    private readonly GatewayOptions _options = options.Value;

    public async Task InvokeAsync(HttpContext context)
    {
        if (!context.Request.Path.StartsWithSegments(UserPaths) || context.GetEndpoint()?.Metadata.GetMetadata<LocalEndpoint>() is not null)
        {
            await next(context);
            return;
        }

        var hops = Hops.Of(context.Request);
        if (hops >= _options.MaxHops)
        {
            LogLoop(logger, hops, context.Request.Path);
            await Problems.UnavailableAsync(context, _options.RetryAfter, Problems.RedirectLoop,
                $"the request was redirected {hops} times without reaching the active instance; see GET /api/atlas/admin/instances");
            return;
        }

        await RouteAsync(context, hops);
    }

    private async Task RouteAsync(HttpContext context, int hops)
    {
        var started = time.GetTimestamp();
        ElectionView? refusing = null;
        while (await DecidedAsync(started, refusing, context) is { } view)
        {
            var decision = Decision.For(view);
            if (decision.Verdict == Verdict.Redirect)
            {
                Redirect(context, decision.Target!, hops);
                return;
            }

            if (await ServedAsync(context)) return;
            // The role changed under the request before anything was done for it: decide again, by a newer view.
            refusing = view;
        }

        LogNobody(logger, context.Request.Method, context.Request.Path, _options.HoldTimeout);
        await Problems.UnavailableAsync(context, _options.RetryAfter, Problems.NoActiveInstance,
            "no instance is active at this moment; try again. If this lasts, see GET /api/atlas/admin/instances and check ZooKeeper and the store");
    }

    /// <summary>The view by which the request is served or redirected, null when the hold time is over.</summary>
    /// <param name="refusing">The view under which serving failed already; a request whose body was read then can only be redirected.</param>
    private async ValueTask<ElectionView?> DecidedAsync(long started, ElectionView? refusing, HttpContext context)
    {
        bool IsDecided(ElectionView view) => Decision.For(view).Verdict switch
        {
            Verdict.Redirect => true,
            Verdict.Serve => refusing is null || (!ReferenceEquals(view, refusing) && IsBodiless(context.Request)),
            _ => false,
        };

        var current = election.Current;
        if (IsDecided(current)) return current;
        var left = _options.HoldTimeout - time.GetElapsedTime(started);
        return left <= TimeSpan.Zero ? null : await election.WaitForAsync(IsDecided, left, context.RequestAborted);
    }

    private async Task<bool> ServedAsync(HttpContext context)
    {
        try
        {
            await next(context);
            return true;
        }
        catch (NotActiveException) when (!context.Response.HasStarted)
        {
            return false;
        }
    }

    private static bool IsBodiless(HttpRequest request) => HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);

    private static void Redirect(HttpContext context, Uri active, int hops)
    {
        context.Response.StatusCode = Decision.RedirectStatus(context.Request.Method);
        context.Response.Headers.Location = active.GetLeftPart(UriPartial.Authority) + RawTarget.PathAndQuery(context);
        Hops.Put(context.Response, hops + 1);
    }

    [LoggerMessage(1, LogLevel.Warning, "{Method} {Path} got 503: nobody became active within {HoldTimeout}")]
    private static partial void LogNobody(ILogger logger, string method, string path, TimeSpan holdTimeout);

    [LoggerMessage(2, LogLevel.Warning, "A request came back after {Hops} redirects: {Path}")]
    private static partial void LogLoop(ILogger logger, int hops, string path);
}
