using AtlasHa.LeaderElection;

namespace AtlasHa.Gateway.Routing;

/// <summary>What becomes of a user request on this instance.</summary>
internal enum Verdict
{
    /// <summary>This instance is active: serve it.</summary>
    Serve,

    /// <summary>Another instance is active: send the client there.</summary>
    Redirect,

    /// <summary>Nobody is known to be active, or this instance is changing its role: hold it.</summary>
    Hold,
}

/// <summary>The redirect table of the gateway, as a pure function of the election's view.</summary>
/// <param name="Verdict">What to do.</param>
/// <param name="Target">The active's registered base URL when the verdict is a redirect.</param>
internal readonly record struct Decision(Verdict Verdict, Uri? Target)
{
    public static Decision For(ElectionView view)
    {
        if (view.IsActiveHere) return new(Verdict.Serve, null);
        if (view.Role != RoleState.Passive) return new(Verdict.Hold, null);
        // A passive that still sees itself as the active has just left office: redirecting would send the client round in a circle.
        return view.Active is { } active && active.Id != view.Self ? new(Verdict.Redirect, active.Url) : new(Verdict.Hold, null);
    }

    /// <summary>302 keeps GET and HEAD as they are; only 307 makes a client repeat any other method with its body.</summary>
    public static int RedirectStatus(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method)
        ? StatusCodes.Status302Found
        : StatusCodes.Status307TemporaryRedirect;
}
