using System.Text.Json.Serialization;
using AtlasHa.Catalog.Model.Json;

namespace AtlasHa.Gateway.Errors;

/// <summary>Writes errors in Atlas's form.</summary>
internal static class ErrorBody
{
    private const string ContentType = "application/json;charset=UTF-8";

    /// <summary>Writes the error with its status. Atlas's codes for an empty answer (204) have no body.</summary>
    public static Task WriteAsync<T>(HttpContext context, int status, T error)
    {
        context.Response.StatusCode = status;
        if (status == StatusCodes.Status204NoContent) return Task.CompletedTask;
        context.Response.ContentType = ContentType;
        return context.Response.Body.WriteAsync(AtlasJson.Write(error), context.RequestAborted).AsTask();
    }
}

/// <summary>The body of a request that is not readable JSON, as Atlas's JSON provider gives it.</summary>
internal sealed record MalformedBody([property: JsonPropertyName("error")] string Error);
