using System.Net;
using System.Text.Json;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Json;

namespace AtlasHa.Client.Http;

/// <summary>The cluster has refused a request; it was not carried out.</summary>
/// <param name="status">HTTP status.</param>
/// <param name="errorCode">Atlas's code, such as ATLAS-404-00-005; null when the answer had none.</param>
/// <param name="message">What was wrong.</param>
public sealed class AtlasRequestException(HttpStatusCode status, string? errorCode, string message) : Exception(message)
{
    public HttpStatusCode Status { get; } = status;

    public string? ErrorCode { get; } = errorCode;

    internal static AtlasRequestException From(string request, HttpStatusCode status, byte[] body)
    {
        AtlasError? error = null;
        try
        {
            error = AtlasJson.Parse<AtlasError>(body);
        }
        catch (JsonException)
        {
            // An answer that is not Atlas's has its status only.
        }
        return new(status, error?.ErrorCode, $"{request} was refused with {(int)status} {error?.ErrorCode ?? status.ToString()}: {error?.ErrorMessage ?? "no reason given"}");
    }
}
