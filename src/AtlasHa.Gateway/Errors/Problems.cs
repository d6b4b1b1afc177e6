using System.Globalization;
using AtlasHa.Catalog.Model.Errors;

namespace AtlasHa.Gateway.Errors;

/// <summary>Answers that are not Atlas's own: they come from the cluster, not from the catalogue, and have codes of their own.</summary>
internal static class Problems
{
    /// <summary>The header that repeats the code, so that an instance that passes requests on need not read the body.</summary>
    public const string Header = "X-Atlas-Ha-Error";

    public const string NoActiveInstance = "ATLASHA-503-001";
    public const string RedirectLoop = "ATLASHA-503-002";
    public const string StoreUnavailable = "ATLASHA-503-003";
    public const string OutcomeUnknown = "ATLASHA-503-004";

    /// <summary>503 for a request whose change, if it asked for one, may or may not have been made.</summary>
    public static Task OutcomeUnknownAsync(HttpContext context, TimeSpan retryAfter, string reason)
        => UnavailableAsync(context, retryAfter, OutcomeUnknown, $"{reason}; a change that was asked for may or may not have been made. "
            + (RequestId.FromClient(context) is { } id
                ? $"Repeating the request with {RequestId.Header}: {id} is safe: it is carried out once"
                : $"Read before repeating it; writes that carry an {RequestId.Header} can be repeated without"));

    /// <summary>503 with <c>Retry-After</c> and a body in the form of Atlas's errors.</summary>
    public static Task UnavailableAsync(HttpContext context, TimeSpan retryAfter, string code, string message)
    {
        var seconds = Math.Max(1, (long)Math.Ceiling(retryAfter.TotalSeconds));
        context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        context.Response.Headers[Header] = code;
        return ErrorBody.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, new AtlasError { ErrorCode = code, ErrorMessage = message });
    }
}
