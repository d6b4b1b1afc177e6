using System.Globalization;
using System.Net;
using System.Numerics;
using System.Text.Json;
using AtlasHa.Catalog.Model;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Instances;
using AtlasHa.Catalog.Model.Json;
using AtlasHa.Gateway.Errors;
using AtlasHa.Gateway.Routing;
using AtlasHa.Gateway.Security;

namespace AtlasHa.Gateway.Endpoints;

/// <summary>Reading Atlas's requests and writing its answers.</summary>
internal static class AtlasHttp
{
    private const string ContentType = "application/json;charset=UTF-8";
    private const string UniquePrefix = "attr:";
    private const string ForwardedFor = "X-Forwarded-For";

    /// <summary>Atlas refuses path and query parameters that are longer (<c>atlas.query.param.max.length</c>).</summary>
    private const int MaxParameterLength = 4096;

    /// <summary>The body as the given type; an empty one is refused like a null one.</summary>
    public static ValueTask<T> ReadAsync<T>(HttpRequest request, CancellationToken cancellationToken) => AtlasJson.ParseAsync<T>(request.Body, cancellationToken);

    /// <summary>A bare JSON value as body, null included.</summary>
    public static ValueTask<object?> ReadValueAsync(HttpRequest request, CancellationToken cancellationToken)
        => JsonSerializer.DeserializeAsync<object?>(request.Body, AtlasJson.Options, cancellationToken);

    /// <summary>The body as the given type; null for an empty one too.</summary>
    public static async ValueTask<T?> ReadNullableAsync<T>(HttpRequest request, CancellationToken cancellationToken)
        where T : class
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, cancellationToken);
        return body.Length == 0 ? null : JsonSerializer.Deserialize<T>(body.GetBuffer().AsSpan(0, (int)body.Length), AtlasJson.Options);
    }

    public static Task WriteAsync<T>(HttpContext context, T value) => WriteJsonAsync(context, AtlasJson.Write(value));

    /// <summary>Answers with JSON that is written already.</summary>
    public static Task WriteJsonAsync(HttpContext context, ReadOnlyMemory<byte> utf8)
    {
        context.Response.ContentType = ContentType;
        context.Response.ContentLength = utf8.Length;
        return context.Response.Body.WriteAsync(utf8, context.RequestAborted).AsTask();
    }

    /// <summary>The answer to a write; one that was given before, under the same request id, says so in a header.</summary>
    public static Task WriteAnswerAsync<T>(HttpContext context, T answer)
        where T : IWriteAnswer<T>
    {
        MarkReplayed(context, answer);
        return WriteAsync(context, answer);
    }

    /// <summary>The same for a write that answers with several objects.</summary>
    public static Task WriteItemsAsync<T>(HttpContext context, WrittenList<T> answer)
    {
        MarkReplayed(context, answer);
        return WriteAsync(context, answer.Items);
    }

    /// <summary>The same for a write that has nothing to answer.</summary>
    public static void NoContent(HttpContext context, WriteReceipt receipt)
    {
        MarkReplayed(context, receipt);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    /// <summary>Who calls, under which request id, and how what is deleted is to be deleted.</summary>
    public static CallContext Caller(HttpContext context) => new(
        (User.Of(context) ?? User.Anonymous).Name, RequestId.ToRemember(context), WantedDeletion(context.Request))
    {
        ClientAddress = ClientAddress(context),
    };

    /// <summary>Where the connection comes from, and what a passive that forwards says of where it got the request: a claim, since anybody can send such headers.</summary>
    private static string? ClientAddress(HttpContext context)
    {
        var peer = context.Connection.RemoteIpAddress?.ToString();
        var sender = context.Request.Headers[ForwardedFor].FirstOrDefault();
        return Hops.Of(context.Request) > 0 && IPAddress.TryParse(sender, out var address) ? $"{address} via {peer}" : peer;
    }

    /// <summary>A parameter of the path or query, of a length that Atlas accepts, and of characters that a store can keep.</summary>
    public static string Checked(string name, string value)
        => value.Length > MaxParameterLength ? throw new AtlasException(AtlasErrorCode.InvalidQueryParamLength, name)
            : value.Contains('\0', StringComparison.Ordinal) ? throw new AtlasException(AtlasErrorCode.BadRequest, $"parameter {name} holds the character NUL (%00)")
            : value;

    /// <summary>Java's Boolean.valueOf: "true" in any case is true, all else is false.</summary>
    public static bool Flag(HttpRequest request, string name)
        => string.Equals(request.Query[name].FirstOrDefault(), "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>A text parameter of the query, null when it is absent or blank.</summary>
    public static string? Text(HttpRequest request, string name)
        => request.Query[name].FirstOrDefault() is { } value && !string.IsNullOrWhiteSpace(value) ? Checked(name, value) : null;

    /// <summary>A number of the query, <paramref name="absent"/> when there is none; false when it is no number of this kind.</summary>
    public static bool TryNumber<T>(HttpRequest request, string name, T absent, out T number)
        where T : struct, IBinaryInteger<T>
    {
        number = absent;
        return Text(request, name) is not { } text || T.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
    }

    /// <summary>There is no such page: what Atlas says of an unknown route, and of a parameter that is no number or none of the words that it can be.</summary>
    public static Task NoSuchResourceAsync(HttpContext context) => ErrorMiddleware.InternalTextAsync(context, StatusCodes.Status404NotFound);

    /// <summary>A whole number in the query.</summary>
    /// <exception cref="BadHttpRequestException">With status 404: it is none.</exception>
    public static int Number(HttpRequest request, string name, int fallback) => TryNumber(request, name, fallback, out int number) ? number : throw NoSuchValue(name);

    /// <summary>A parameter that cannot be read; answered as <see cref="NoSuchResourceAsync"/> does.</summary>
    public static BadHttpRequestException NoSuchValue(string name) => new($"no such value of parameter {name}", StatusCodes.Status404NotFound);

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

    /// <summary>Says so in a header if this answer was given before, under the same request id.</summary>
    public static void MarkReplayed<T>(HttpContext context, T answer)
        where T : IWriteAnswer<T>
    {
        if (answer.IsReplayed) context.Response.Headers[RequestId.ReplayedHeader] = "true";
    }

    /// <summary>What is no type of deletion is ignored, as in Atlas.</summary>
    private static DeleteType WantedDeletion(HttpRequest request) => request.Query["deleteType"].FirstOrDefault()?.ToUpperInvariant() switch
    {
        "SOFT" => DeleteType.Soft,
        "HARD" => DeleteType.Hard,
        _ => DeleteType.Default,
    };
}
