namespace AtlasHa.Gateway.Routing;

/// <summary>
/// What Atlas's servlet stack lets pass and ASP.NET's routing does not: below <c>/api/atlas/v2/</c> doubled slashes count as one when the route is
/// looked up (clients send <c>/v2/entity/bulk//classification</c>), and HEAD is answered wherever GET is. A redirect still gets the path as it
/// came, and the server leaves out the body of an answer to HEAD by itself.
/// </summary>
internal sealed class ToleranceMiddleware(RequestDelegate next)
{
    private const string Api = "/api/atlas/";
    private const string Version2 = "/api/atlas/v2/";

    public Task InvokeAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        if (HttpMethods.IsHead(context.Request.Method) && path.StartsWith(Api, StringComparison.Ordinal)) SentMethod.Replace(context, HttpMethods.Get);
        if (path.Contains("//", StringComparison.Ordinal) && path.StartsWith(Version2, StringComparison.Ordinal))
            context.Request.Path = "/" + string.Join('/', path.Split('/', StringSplitOptions.RemoveEmptyEntries));
        return next(context);
    }
}
