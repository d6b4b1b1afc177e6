using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace AtlasHa.Server.Rehearsal;

/// <summary>What users mostly ask, once each: create, read, change, find, delete.</summary>
internal static class RehearsalScript
{
    private const string Entities = "api/atlas/v2/entity";
    private const string Types = "api/atlas/v2/types/typedefs";

    /// <exception cref="HttpRequestException">An answer was no success; names the request and the answer.</exception>
    public static async Task RunAsync(Uri gateway, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = gateway };
        await ReadAsync(http, $"{Types}?type=enum", cancellationToken);
        await SendAsync(http, HttpMethod.Post, Types, NewTypes(), cancellationToken);
        var made = await SendAsync(http, HttpMethod.Post, Entities, NewEntity("first"), cancellationToken);
        var guid = made["guidAssignments"]!["-1"]!.GetValue<string>();
        await ReadAsync(http, $"{Entities}/guid/{guid}", cancellationToken);
        await SendAsync(http, HttpMethod.Post, Entities, NewEntity("second"), cancellationToken);
        await ReadAsync(http, $"{Entities}/uniqueAttribute/type/rehearsal?attr:qualifiedName=rehearsal", cancellationToken);
        await ReadAsync(http, $"{Entities}/bulk?guid={guid}", cancellationToken);
        await SendAsync(http, HttpMethod.Delete, $"{Entities}/guid/{guid}", null, cancellationToken);
    }

    private static async Task ReadAsync(HttpClient http, string path, CancellationToken cancellationToken)
    {
        using var answer = await http.GetAsync(path, cancellationToken);
        await CheckAsync(answer, cancellationToken);
    }

    private static async Task<JsonNode> SendAsync(HttpClient http, HttpMethod method, string path, JsonNode? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        using var answer = await http.SendAsync(request, cancellationToken);
        await CheckAsync(answer, cancellationToken);
        return (await answer.Content.ReadFromJsonAsync<JsonNode>(cancellationToken))!;
    }

    private static async Task CheckAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        if (!answer.IsSuccessStatusCode)
            throw new HttpRequestException($"{answer.RequestMessage!.RequestUri} got {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(cancellationToken)}");
    }

    private static JsonNode NewTypes() => JsonNode.Parse(
        """{ "entityDefs": [{ "name": "rehearsal", "superTypes": ["DataSet"], "attributeDefs": [{ "name": "number", "typeName": "int" }] }] }""")!;

    private static JsonObject NewEntity(string name) => new JsonObject
    {
        ["entity"] = new JsonObject
        {
            ["typeName"] = "rehearsal",
            ["guid"] = "-1",
            ["attributes"] = new JsonObject { ["qualifiedName"] = "rehearsal", ["name"] = name, ["number"] = 1 },
        },
    };
}
