namespace AtlasHa.Gateway.Routing;

/// <summary>
/// Atlas's clients send paths such as <c>/v2/entity/bulk//classification</c>. Below <c>/api/atlas/v2/</c> doubled slashes count as one when the route
/// is looked up; a redirect still gets the path as it came.
/// </summary>
internal sealed class PathToleranceMiddleware(RequestDelegate next)
{
    private const string Prefix = "/api/atlas/v2/";

    public Task InvokeAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        if (path.Contains("//", StringComparison.Ordinal) && path.StartsWith(Prefix, StringComparison.Ordinal))
            context.Request.Path = "/" + string.Join('/', path.Split('/', StringSplitOptions.RemoveEmptyEntries));
        return next(context);
    }
}
