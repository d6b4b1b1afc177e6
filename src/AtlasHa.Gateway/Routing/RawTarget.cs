using Microsoft.AspNetCore.Http.Features;

namespace AtlasHa.Gateway.Routing;

/// <summary>The request's path and query exactly as the client sent them.</summary>
internal static class RawTarget
{
    /// <summary>
    /// The raw path and query. A target in absolute form (<c>GET http://host/path</c>) gives its path and query only: where a client is redirected to
    /// never comes from the request.
    /// </summary>
    public static string PathAndQuery(HttpContext context)
    {
        var raw = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        if (raw.StartsWith('/')) return raw;
        var authority = raw.IndexOf("://", StringComparison.Ordinal);
        if (authority < 0) return "/";
        var path = raw.AsSpan(authority + 3).IndexOfAny('/', '?');
        return path < 0 ? "/" : raw[(authority + 3 + path)..] is ['?', ..] query ? "/" + query : raw[(authority + 3 + path)..];
    }
}
