using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace AtlasHa.Server.Rehearsal;

/// <summary>What users mostly ask, once each: of a passive, and then create, read, change, find, delete.</summary>
/// <param name="gateway">The rehearsing instance's base URL.</param>
/// <param name="typeName">The entities' type, which is created first.</param>
internal sealed class RehearsalScript(Uri gateway, string typeName) : IDisposable
{
    private const string Entities = "api/atlas/v2/entity";
    private const string Types = "api/atlas/v2/types/typedefs";

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = gateway };

    /// <summary>A passive's answer, which leads nowhere here.</summary>
    public async Task BeRedirectedAsync(CancellationToken cancellationToken)
    {
        using var answer = await _http.GetAsync(Types, cancellationToken);
    }

    /// <summary>The first request comes while nobody is active, and is held.</summary>
    /// <returns>The guid of an entity that is still there, if deleted.</returns>
    /// <exception cref="HttpRequestException">An answer was no success; names the request and the answer.</exception>
    public async Task<string> RunAsync(CancellationToken cancellationToken)
    {
        await ReadAsync($"{Types}?type=enum", cancellationToken);
        await SendAsync(HttpMethod.Post, Types, NewTypes(), cancellationToken);
        var made = await SendAsync(HttpMethod.Post, Entities, NewEntity("first"), cancellationToken);
        var guid = made["guidAssignments"]!["-1"]!.GetValue<string>();
        await ReadAsync($"{Entities}/guid/{guid}", cancellationToken);
        // What has been kept is answered another way.
        await ReadAsync($"{Entities}/guid/{guid}", cancellationToken);
        await SendAsync(HttpMethod.Post, Entities, NewEntity("second"), cancellationToken);
        await ReadAsync($"{Entities}/uniqueAttribute/type/{typeName}?attr:qualifiedName=rehearsal", cancellationToken);
        await ReadAsync($"{Entities}/bulk?guid={guid}", cancellationToken);
        await SendAsync(HttpMethod.Delete, $"{Entities}/guid/{guid}", null, cancellationToken);
        return guid;
    }

    public void Dispose() => _http.Dispose();

    private async Task ReadAsync(string path, CancellationToken cancellationToken)
    {
        using var answer = await _http.GetAsync(path, cancellationToken);
        await CheckAsync(answer, cancellationToken);
    }

    private async Task<JsonNode> SendAsync(HttpMethod method, string path, JsonNode? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        using var answer = await _http.SendAsync(request, cancellationToken);
        await CheckAsync(answer, cancellationToken);
        return (await answer.Content.ReadFromJsonAsync<JsonNode>(cancellationToken))!;
    }

    private static async Task CheckAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        if (!answer.IsSuccessStatusCode)
            throw new HttpRequestException($"{answer.RequestMessage!.RequestUri} got {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(cancellationToken)}");
    }

    private JsonObject NewTypes() => new()
    {
        ["entityDefs"] = new JsonArray(new JsonObject
        {
            ["name"] = typeName,
            ["superTypes"] = new JsonArray("DataSet"),
            ["attributeDefs"] = new JsonArray(new JsonObject { ["name"] = "number", ["typeName"] = "int" }),
        }),
    };

    private JsonObject NewEntity(string name) => new()
    {
        ["entity"] = new JsonObject
        {
            ["typeName"] = typeName,
            ["guid"] = "-1",
            ["attributes"] = new JsonObject { ["qualifiedName"] = "rehearsal", ["name"] = name, ["number"] = 1 },
        },
    };
}
