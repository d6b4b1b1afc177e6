namespace AtlasHa.Gateway.Routing;

/// <summary>The request's method as the client sent it, where another stands in its place for routing.</summary>
internal static class SentMethod
{
    private static readonly object Key = new();

    public static string Of(HttpContext context) => context.Items.TryGetValue(Key, out var sent) ? (string)sent! : context.Request.Method;

    public static void Replace(HttpContext context, string routed)
    {
        context.Items[Key] = context.Request.Method;
        context.Request.Method = routed;
    }
}
