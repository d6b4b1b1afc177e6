using System.Globalization;
using AtlasHa.Catalog.Model;
using AtlasHa.Catalog.Model.Errors;

namespace AtlasHa.Gateway;

/// <summary>
/// The id of a request. The client's <c>X-Request-Id</c> makes a write repeatable; one that is made here only names the request in logs and answers,
/// unless the request is passed on (see <see cref="Adopt"/>).
/// </summary>
internal static class RequestId
{
    public const string Header = "X-Request-Id";

    /// <summary>The header of an answer that was given before, to the same id.</summary>
    public const string ReplayedHeader = "X-Request-Replayed";

    /// <summary>The header by which Atlas names a request in its log.</summary>
    private const string AnswerHeader = "requestId";

    private static readonly object Key = new();

    /// <summary>Of this process. A random id for each request would cost more than all else that a redirect does.</summary>
    private static readonly string Prefix = $"{Guid.NewGuid():N}-";
    private static long _last;

    public static string Of(HttpContext context)
    {
        if (context.Items.TryGetValue(Key, out var known)) return (string)known!;
        var id = FromClient(context) ?? Prefix + Interlocked.Increment(ref _last).ToString("x", CultureInfo.InvariantCulture);
        context.Items[Key] = id;
        return id;
    }

    /// <summary>Names the request in its answer.</summary>
    public static void Name(HttpContext context) => context.Response.Headers[AnswerHeader] = Of(context);

    /// <summary>The id that the client gave; null when it gave none that can be used.</summary>
    public static string? FromClient(HttpContext context) => Given(context) is { } given && RequestIds.IsUsable(given) ? given : null;

    /// <summary>The id under which the request, a write, is to be remembered; null when it is not.</summary>
    /// <exception cref="AtlasException">The client gave one that cannot be used: it would take the write for a repeatable one.</exception>
    public static string? ToRemember(HttpContext context) => Given(context) is { } given ? RequestIds.Checked(given) : null;

    /// <summary>Makes the id that this instance has given the request as good as one of the client's, so that the request can be sent again.</summary>
    /// <exception cref="AtlasException">The client gave an id that cannot be used.</exception>
    public static void Adopt(HttpContext context)
    {
        if (ToRemember(context) is null) context.Request.Headers[Header] = Of(context);
    }

    private static string? Given(HttpContext context)
        => context.Request.Headers.TryGetValue(Header, out var values) ? values.ToString() : null;
}
