using AtlasHa.Catalog.Model.Cluster;
using AtlasHa.Gateway.Draining;
using AtlasHa.Gateway.Errors;
using AtlasHa.Gateway.Forwarding;
using AtlasHa.LeaderElection;
using Microsoft.Extensions.Options;

namespace AtlasHa.Gateway.Routing;

/// <summary>
/// Lets only the active instance serve user requests: elsewhere the client is redirected or the request passed on, and
/// held until somebody is active. Local routes pass
/// through. It reads the election's view in memory and never asks ZooKeeper.
/// </summary>
internal sealed partial class ActiveInstanceMiddleware(
    RequestDelegate next,
    IElectionObserver election,
    ActiveForwarder forwarder,
    GatewayDrain drain,
    IOptions<GatewayOptions> options,
    TimeProvider time,
    ILogger<ActiveInstanceMiddleware> logger)
{
    private static readonly PathString UserPaths = new("/api/atlas");
    private static readonly TimeSpan RepeatPause = TimeSpan.FromMilliseconds(200);

    private readonly GatewayOptions _options = options.Value;

    public Task InvokeAsync(HttpContext context)
    {
        if (!context.Request.Path.StartsWithSegments(UserPaths) || context.GetEndpoint()?.Metadata.GetMetadata<LocalEndpoint>() is not null)
            return next(context);

        var hops = Hops.Of(context.Request);
        if (hops < _options.MaxHops) return RouteAsync(context, hops);

        LogLoop(logger, hops, context.Request.Path);
        return Problems.UnavailableAsync(context, _options.RetryAfter, Problems.RedirectLoop,
            $"the request was redirected {hops} times without reaching the active instance; see GET /api/atlas/admin/instances");
    }

    private async Task RouteAsync(HttpContext context, int hops)
    {
        // A request that another instance passed on, or whose client follows redirects, is redirected: no instance passes on what another has passed to it.
        var forwards = _options.PassiveMode == PassiveMode.Forward && hops == 0;
        var body = forwards ? RepeatableBody.Install(context, _options.ForwardRepeatableBytes) : null;
        var isRepeatable = forwards || IsBodiless(context.Request);
        var started = time.GetTimestamp();
        ElectionView? refusing = null;
        var isUnknown = false;
        while (await DecidedAsync(started, refusing, isRepeatable, context.RequestAborted) is { } view)
        {
            var decision = Decision.For(view);
            if (decision.Verdict == Verdict.Serve)
            {
                try
                {
                    await next(context);
                    return;
                }
                catch (NotActiveException) when (!context.Response.HasStarted)
                {
                    // The role changed under the request before anything was done for it: decide again, by a newer view.
                    refusing = view;
                }
            }
            else if (!forwards)
            {
                Redirect(context, decision.Target!, hops);
                return;
            }
            else
            {
                var outcome = await forwarder.ForwardAsync(context, decision.Target!, body);
                if (outcome == ForwardOutcome.Answered) return;
                isUnknown |= outcome == ForwardOutcome.Unknown;
                if (!await IsTimeForAnotherTryAsync(started, view, context.RequestAborted)) break;
            }

            if (body?.TryRewind() == false) break;
        }

        if (isUnknown)
        {
            await Problems.OutcomeUnknownAsync(context, _options.RetryAfter, "the active instance was lost before it answered");
            return;
        }

        LogNobody(logger, context.Request.Method, context.Request.Path, _options.HoldTimeout);
        await Problems.UnavailableAsync(context, _options.RetryAfter, Problems.NoActiveInstance,
            "no active instance took the request at this moment, nothing was done; try again. "
            + "If this lasts, see GET /api/atlas/admin/instances and check ZooKeeper and the store");
    }

    /// <summary>The view by which the request is served or sent elsewhere, null when the hold time is over.</summary>
    /// <param name="started">When the hold time began.</param>
    /// <param name="refusing">The view under which serving failed already.</param>
    /// <param name="isRepeatable">Whether the request can be served again after that; otherwise it can only be redirected.</param>
    /// <param name="cancellationToken">The client has gone.</param>
    private async ValueTask<ElectionView?> DecidedAsync(long started, ElectionView? refusing, bool isRepeatable, CancellationToken cancellationToken)
    {
        bool IsDecided(ElectionView view) => Decision.For(view).Verdict switch
        {
            Verdict.Redirect => true,
            Verdict.Serve => refusing is null || (!ReferenceEquals(view, refusing) && isRepeatable),
            _ => false,
        };

        var current = election.Current;
        if (IsDecided(current)) return current;
        var left = _options.HoldTimeout - time.GetElapsedTime(started);
        return left <= TimeSpan.Zero ? null : await election.WaitForAsync(IsDecided, left, cancellationToken);
    }

    /// <summary>Waits for a newer view after the active was not reached by this one, but not long: it may only have been out of reach for a moment.</summary>
    private async ValueTask<bool> IsTimeForAnotherTryAsync(long started, ElectionView failing, CancellationToken cancellationToken)
    {
        var left = _options.HoldTimeout - time.GetElapsedTime(started);
        if (left <= TimeSpan.Zero) return false;
        await election.WaitForAsync(view => !ReferenceEquals(view, failing), left < RepeatPause ? left : RepeatPause, cancellationToken);
        return true;
    }

    private static bool IsBodiless(HttpRequest request) => HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);

    private void Redirect(HttpContext context, Uri active, int hops)
    {
        // The drain may have begun while the request was held.
        if (drain.IsOn) context.Response.Headers.Connection = "close";
        context.Response.StatusCode = Decision.RedirectStatus(context.Request.Method);
        context.Response.Headers.Location = active.GetLeftPart(UriPartial.Authority) + RawTarget.PathAndQuery(context);
        Hops.Put(context.Response, hops + 1);
    }

    [LoggerMessage(1, LogLevel.Warning, "{Method} {Path} got 503: nobody became active within {HoldTimeout}")]
    private static partial void LogNobody(ILogger logger, string method, string path, TimeSpan holdTimeout);

    [LoggerMessage(2, LogLevel.Warning, "A request came back after {Hops} redirects: {Path}")]
    private static partial void LogLoop(ILogger logger, int hops, string path);
}
