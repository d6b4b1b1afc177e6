using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AtlasHa.Cli.Http;

/// <summary>The answer of the instance that served a request.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Body">The body, as it came.</param>
/// <param name="Attempts">How often the request was sent before this answer; above 1, an earlier one may have taken effect too.</param>
internal sealed record AtlasResponse(HttpStatusCode Status, byte[] Body, int Attempts)
{
    public bool IsSuccess => (int)Status is >= 200 and < 300;

    /// <summary>The body as JSON; null when it is empty or none.</summary>
    public JsonNode? Json()
    {
        try
        {
            return Body.Length == 0 ? null : JsonNode.Parse(Body);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Atlas's error in a sentence: "ATLAS-404-00-001: ... (HTTP 404)".</summary>
    public string DescribeError()
    {
        var error = Json() as JsonObject;
        return error?["errorMessage"] is { } message
            ? $"{error["errorCode"]}: {message} (HTTP {(int)Status})"
            : $"HTTP {(int)Status} {Status}, without an Atlas error in the body";
    }

    /// <summary>The same of a 503: one without an error in its body comes from whoever knows no active.</summary>
    public string DescribeUnavailable() => (Json() as JsonObject)?["errorMessage"] is null ? "503, no active instance" : DescribeError();
}
