using System.Text.Json.Serialization;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Gateway.Errors;

namespace AtlasHa.Gateway.Security;

/// <summary>Answers to requests that are not let in.</summary>
internal static class AccessProblems
{
    private const string NotAuthenticated = "ATLASHA-401-001";
    private const string Challenge = "Basic realm=\"atlas.com\", charset=\"UTF-8\"";

    public static Task NotAuthenticatedAsync(HttpContext context)
    {
        context.Response.Headers.WWWAuthenticate = Challenge;
        return ErrorBody.WriteAsync(context, StatusCodes.Status401Unauthorized, new AtlasError
        {
            ErrorCode = NotAuthenticated,
            ErrorMessage = "the request needs a user name and password (HTTP basic authentication) that are in the file of users",
        });
    }

    public static Task NotAuthorizedAsync(HttpContext context, string who, string why)
    {
        var refused = new AtlasException(AtlasErrorCode.UnauthorizedAccess, who, why);
        return ErrorBody.WriteAsync(context, refused.Code.HttpStatus, refused.ToError());
    }

    public static Task CrossSiteAsync(HttpContext context) => ErrorBody.WriteAsync(
        context, StatusCodes.Status400BadRequest, new CrossSiteBody("Missing header or invalid Header value for CSRF Vulnerability Protection"));

    /// <summary>As Atlas words it.</summary>
    private sealed record CrossSiteBody([property: JsonPropertyName("msgDesc")] string Message);
}
