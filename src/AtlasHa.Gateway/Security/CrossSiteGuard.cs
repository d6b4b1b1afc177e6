namespace AtlasHa.Gateway.Security;

/// <summary>
/// Keeps foreign web pages from making a browser change something: browsers must send a header that a page may set only for its own site. Atlas has the same
/// header; what it holds does not matter here, as there are no sessions.
/// </summary>
internal static class CrossSiteGuard
{
    public const string Header = "X-XSRF-HEADER";
    public const string Browsers = "^Mozilla.*,^Opera.*,^Chrome";
    public const string IgnoredMethods = "GET,OPTIONS,HEAD,TRACE";

    private static readonly string[] BrowserPrefixes = ["Mozilla", "Opera", "Chrome"];

    public static bool Allows(HttpRequest request)
    {
        var method = request.Method;
        if (HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method) || HttpMethods.IsTrace(method)) return true;
        var agent = request.Headers.UserAgent.ToString();
        return !Array.Exists(BrowserPrefixes, prefix => agent.StartsWith(prefix, StringComparison.Ordinal)) || !string.IsNullOrEmpty(request.Headers[Header]);
    }
}
