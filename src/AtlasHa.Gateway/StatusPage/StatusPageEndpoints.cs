using System.Text;
using AtlasHa.Gateway.Routing;
using AtlasHa.Gateway.Security;
using AtlasHa.Users;

namespace AtlasHa.Gateway.StatusPage;

/// <summary>
/// The page for people, answered by every instance. <c>/status</c> is open to all as <c>admin/status</c> is, and shows instances and history to whoever may read
/// those routes; <c>/status/all</c> is the same page behind a challenge, because that is what makes a browser ask for a password.
/// </summary>
internal static class StatusPageEndpoints
{
    /// <summary>Nothing but the page's own style, script and renewals; no markup that slipped in could load or run anything.</summary>
    private const string ContentSecurityPolicy
        = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    public static void MapStatusPage(this IEndpointRouteBuilder routes)
    {
        // Atlas has its user interface there. The gateway has no other page.
        routes.MapMethods("/", Methods, (HttpContext http) =>
        {
            Harden(http);
            http.Response.Redirect("/status");
        }).AnsweredLocally().OpenToAll();
        var pages = routes.MapGroup("/status").AnsweredLocally();
        pages.MapMethods("", Methods, PageAsync).OpenToAllByName();
        pages.MapMethods("/all", Methods, PageAsync).Requires(UserRole.Reader);
        pages.MapMethods("/page.css", Methods, Asset("page.css", "text/css; charset=utf-8")).OpenToAll();
        pages.MapMethods("/page.js", Methods, Asset("page.js", "text/javascript; charset=utf-8")).OpenToAll();
    }

    private static async Task PageAsync(HttpContext http, StatusPageReader reader)
    {
        var page = await reader.ReadAsync(mayReadAll: User.Of(http)?.Role >= UserRole.Reader, http.RequestAborted);
        await WriteAsync(http, "text/html; charset=utf-8", Encoding.UTF8.GetBytes(StatusPageHtml.Render(page)));
    }

    private static RequestDelegate Asset(string name, string type)
    {
        using var resource = typeof(StatusPageEndpoints).Assembly.GetManifestResourceStream($"status/{name}")!;
        var content = new byte[resource.Length];
        resource.ReadExactly(content);
        return http => WriteAsync(http, type, content);
    }

    private static Task WriteAsync(HttpContext http, string type, byte[] content)
    {
        Harden(http);
        http.Response.ContentType = type;
        http.Response.ContentLength = content.Length;
        return HttpMethods.IsHead(http.Request.Method) ? Task.CompletedTask : http.Response.Body.WriteAsync(content, http.RequestAborted).AsTask();
    }

    private static void Harden(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-store";
    }
}
