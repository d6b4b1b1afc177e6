using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace AtlasHa.Gateway.Tests;

/// <summary>What a server saw of a request before anything of ours touched it.</summary>
internal sealed record SeenRequest(string Method, string RawTarget, IReadOnlyDictionary<string, string> Headers)
{
    public static SeenRequest Of(HttpContext context) => new(
        context.Request.Method,
        context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget,
        context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase));
}
