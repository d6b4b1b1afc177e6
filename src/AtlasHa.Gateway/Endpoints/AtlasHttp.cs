using System.Text.Json;
using AtlasHa.Catalog.Model;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Json;

namespace AtlasHa.Gateway.Endpoints;

/// <summary>Reading Atlas's requests and writing its answers.</summary>
internal static class AtlasHttp
{
    private const string ContentType = "application/json;charset=UTF-8";
    private const string UniquePrefix = "attr:";

    /// <summary>Atlas refuses path and query parameters that are longer (<c>atlas.query.param.max.length</c>).</summary>
    private const int MaxParameterLength = 4096;

    /// <summary>The body as the given type; an empty one is refused like a null one.</summary>
    public static ValueTask<T> ReadAsync<T>(HttpRequest request, CancellationToken cancellationToken) => AtlasJson.ParseAsync<T>(request.Body, cancellationToken);

    /// <summary>A bare JSON value as body, null included.</summary>
    public static ValueTask<object?> ReadValueAsync(HttpRequest request, CancellationToken cancellationToken)
        => JsonSerializer.DeserializeAsync<object?>(request.Body, AtlasJson.Options, cancellationToken);

    public static async Task WriteAsync<T>(HttpContext context, T value)
    {
        var body = AtlasJson.Write(value);
        context.Response.ContentType = ContentType;
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }

    /// <summary>The answer to a write; one that was given before, under the same request id, says so in a header.</summary>
    public static Task WriteAnswerAsync<T>(HttpContext context, T answer)
        where T : IWriteAnswer<T>
    {
        MarkReplayed(context, answer);
        return WriteAsync(context, answer);
    }

    /// <summary>The same for a write that has nothing to answer.</summary>
    public static void NoContent(HttpContext context, WriteReceipt receipt)
    {
        MarkReplayed(context, receipt);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    /// <summary>Who calls. No users can be configured yet, so nobody has a name.</summary>
    public static CallContext Caller(HttpContext context) => new("anonymous", RequestId.ToRemember(context));

    /// <summary>A parameter of the path or query, of a length that Atlas accepts.</summary>
    public static string Checked(string name, string value)
        => value.Length <= MaxParameterLength ? value : throw new AtlasException(AtlasErrorCode.InvalidQueryParamLength, name);

    /// <summary>Java's Boolean.valueOf: "true" in any case is true, all else is false.</summary>
    public static bool Flag(HttpRequest request, string name)
        => string.Equals(request.Query[name].FirstOrDefault(), "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>A text parameter of the query, null when it is absent or blank.</summary>
    public static string? Text(HttpRequest request, string name)
        => request.Query[name].FirstOrDefault() is { } value && !string.IsNullOrWhiteSpace(value) ? Checked(name, value) : null;

    public static IReadOnlyList<string> Guids(HttpRequest request)
        => [.. request.Query["guid"].Where(g => !string.IsNullOrEmpty(g)).Select(g => Checked("guid", g!))];

    /// <summary>Unique attributes given as <c>attr:name=value</c>; of a repeated name the first value counts.</summary>
    public static Dictionary<string, string> Unique(HttpRequest request) => request.Query
        .Where(p => p.Key.StartsWith(UniquePrefix, StringComparison.Ordinal))
        .ToDictionary(p => p.Key[UniquePrefix.Length..], p => Checked(p.Key, p.Value.FirstOrDefault() ?? ""), StringComparer.Ordinal);

    /// <summary>Unique attributes of several entities, given as <c>attr_group:name=value</c>, a dictionary for each group in order of appearance.</summary>
    public static IReadOnlyList<IReadOnlyDictionary<string, string>> Uniques(HttpRequest request)
    {
        var groups = new Dictionary<string, Dictionary<string, string>>(StringComparer.Ordinal);
        foreach (var (key, values) in request.Query)
        {
            var colon = key.IndexOf(':', StringComparison.Ordinal);
            if (!key.StartsWith("attr_", StringComparison.Ordinal) || colon < 0) continue;
            if (!groups.TryGetValue(key[..colon], out var group)) groups[key[..colon]] = group = new(StringComparer.Ordinal);
            group[key[(colon + 1)..]] = Checked(key, values.FirstOrDefault() ?? "");
        }

        return [.. groups.Values];
    }

    private static void MarkReplayed<T>(HttpContext context, T answer)
        where T : IWriteAnswer<T>
    {
        if (answer.IsReplayed) context.Response.Headers[RequestId.ReplayedHeader] = "true";
    }
}
