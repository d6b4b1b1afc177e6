using System.Globalization;

namespace AtlasHa.Gateway.Routing;

/// <summary>
/// The hop count of a request: clients and proxies of ours send back the number that came with the redirect they follow. Others do not send it;
/// they are kept out of loops by the rule that an instance never redirects to itself.
/// </summary>
internal static class Hops
{
    public const string Header = "X-Atlas-Ha-Hops";

    public static int Of(HttpRequest request)
        => int.TryParse(request.Headers[Header], NumberStyles.None, CultureInfo.InvariantCulture, out var hops) ? hops : 0;

    public static void Put(HttpResponse response, int hops) => response.Headers[Header] = hops.ToString(CultureInfo.InvariantCulture);
}
