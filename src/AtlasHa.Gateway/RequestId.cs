namespace AtlasHa.Gateway;

/// <summary>The id of a request: the client's <c>X-Request-Id</c>, else one made here.</summary>
internal static class RequestId
{
    public const string Header = "X-Request-Id";

    /// <summary>The header by which Atlas names a request in its log.</summary>
    private const string AnswerHeader = "requestId";

    private const int MaxLength = 128;
    private static readonly object Key = new();

    public static string Of(HttpContext context)
    {
        if (context.Items.TryGetValue(Key, out var known)) return (string)known!;
        var id = FromClient(context) ?? Guid.NewGuid().ToString();
        context.Items[Key] = id;
        return id;
    }

    /// <summary>Names the request in its answer.</summary>
    public static void Name(HttpContext context) => context.Response.Headers[AnswerHeader] = Of(context);

    /// <summary>The id that the client gave, null when it gave none that can be echoed in a header.</summary>
    public static string? FromClient(HttpContext context)
    {
        var given = context.Request.Headers[Header].ToString();
        return given.Length is > 0 and <= MaxLength && given.All(c => c is > ' ' and < '\x7f') ? given : null;
    }
}
