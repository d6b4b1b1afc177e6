using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using AtlasHa.Chaos.Tests.History;

namespace AtlasHa.Chaos.Tests.Load;

/// <summary>How an operation on a register is asked of Atlas's REST API, and what an answer means.</summary>
internal static class RegisterApi
{
    public const string TypeDefs = """
        {"entityDefs":[{"name":"chaos_register","superTypes":["DataSet"],"attributeDefs":[{"name":"number","typeName":"long","isOptional":true}]}]}
        """;

    private const string TypeName = "chaos_register";
    private const string NotFound = "ATLAS-404-00-009";
    private const string OutcomeUnknown = "ATLASHA-503-004";

    public static HttpMethod Method(OperationKind kind) => kind switch
    {
        OperationKind.Read => HttpMethod.Get,
        OperationKind.Write => HttpMethod.Post,
        OperationKind.Update => HttpMethod.Put,
        _ => HttpMethod.Delete,
    };

    public static string Target(OperationKind kind, string key) => kind == OperationKind.Write
        ? "/api/atlas/v2/entity"
        : $"/api/atlas/v2/entity/uniqueAttribute/type/{TypeName}?attr:qualifiedName={key}";

    /// <summary>Null for a read. A deletion has a body as well, because HttpClient by itself sends what has none a second time when a connection breaks.</summary>
    public static HttpContent? Body(OperationKind kind, string key, long number)
    {
        var attributes = new JsonObject { ["qualifiedName"] = key, ["name"] = key, ["number"] = number };
        var json = kind switch
        {
            OperationKind.Read => null,
            OperationKind.Delete => "{}",
            _ => new JsonObject { ["entity"] = new JsonObject { ["typeName"] = TypeName, ["attributes"] = attributes } }.ToJsonString(),
        };
        return json is null ? null : new StringContent(json, Encoding.UTF8, "application/json");
    }

    /// <summary>What an answer that is no redirect says; null when no user may ever get such an answer.</summary>
    public static (Outcome Outcome, Observation? Seen)? Meaning(OperationKind kind, HttpStatusCode status, string? haError, string body)
    {
        if (status == HttpStatusCode.ServiceUnavailable)
            return haError is null ? null : (haError == OutcomeUnknown ? Outcome.Unknown : Outcome.Refused, null);
        if (status == HttpStatusCode.NotFound && body.Contains(NotFound, StringComparison.Ordinal))
            return kind == OperationKind.Write ? null : (Outcome.Done, new Observation(Existed: false));
        return status == HttpStatusCode.OK && Observed(kind, JsonNode.Parse(body)) is { } seen ? (Outcome.Done, seen) : null;
    }

    private static Observation? Observed(OperationKind kind, JsonNode? body) => kind switch
    {
        OperationKind.Read when body?["entity"]?["attributes"]?["number"] is { } number => new(true, long.Parse(number.ToString(), CultureInfo.InvariantCulture)),
        OperationKind.Write when body?["mutatedEntities"]?["CREATE"] is not null => new(false),
        OperationKind.Write when body?["mutatedEntities"]?["UPDATE"] is not null => new(true),
        OperationKind.Update when body?["mutatedEntities"]?["PARTIAL_UPDATE"] is not null => new(true),
        OperationKind.Delete => new(body?["mutatedEntities"]?["DELETE"] is not null),
        _ => null,
    };
}
