using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using AtlasHa.TestKit;
using AtlasHa.TestKit.Cluster;

namespace AtlasHa.Server.Tests;

/// <summary>One instance with a small model, for tests that break nothing.</summary>
public sealed class AnnotatedEntitiesCluster : IAsyncLifetime
{
    private const string Model = """
        { "classificationDefs": [ { "name": "note_tag", "attributeDefs": [ { "name": "level", "typeName": "int", "isOptional": true } ] },
            { "name": "note_other" } ],
          "entityDefs": [ { "name": "note_table", "superTypes": [ "DataSet" ] }, { "name": "note_job", "superTypes": [ "Process" ] } ],
          "businessMetadataDefs": [ { "name": "note_care", "attributeDefs": [
            { "name": "score", "typeName": "int", "isOptional": true, "options": { "applicableEntityTypes": "[\"note_table\"]" } } ] } ] }
        """;

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = TestTimeouts.Long };
    private AtlasCluster? _cluster;
    private Uri? _url;
    private int _created;

    public async ValueTask InitializeAsync()
    {
        ZooKeeperFixture.SkipUnlessAvailable();
        _cluster = await AtlasCluster.StartAsync(1);
        _url = (await _cluster.ActiveAsync()).Settings.Url;
        (await SendAsync("POST", "v2/types/typedefs", Model)).Status.ShouldBe(200);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (_cluster is not null) await _cluster.DisposeAsync();
    }

    /// <summary>Guid and qualified name of a new table.</summary>
    public async Task<(string Guid, string Name)> TableAsync()
    {
        var name = $"table-{Interlocked.Increment(ref _created)}";
        return (await CreateAsync("note_table", name, ""), name);
    }

    /// <summary>A job that reads from one table and writes to another.</summary>
    public Task<string> JobAsync(string input, string output) => CreateAsync(
        "note_job", $"job-{Interlocked.Increment(ref _created)}", $$""", "inputs": [ { "guid": "{{input}}" } ], "outputs": [ { "guid": "{{output}}" } ]""");

    /// <summary>Sends once to a path below <c>/api/atlas/</c>.</summary>
    public async Task<(int Status, string Body)> SendAsync(string method, string path, string? json = null, string? requestId = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(_url!, $"/api/atlas/{path}"));
        if (json is not null) request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        if (requestId is not null) request.Headers.Add("X-Request-Id", requestId);
        return await SendAsync(request);
    }

    /// <summary>Sends a file as part <c>file</c> of a form.</summary>
    public Task<(int Status, string Body)> UploadAsync(string path, string fileName, string content)
        => UploadAsync(path, fileName, Encoding.UTF8.GetBytes(content));

    public async Task<(int Status, string Body)> UploadAsync(string path, string fileName, byte[] content)
    {
        using var part = new ByteArrayContent(content);
        part.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        using var form = new MultipartFormDataContent { { part, "file", fileName } };
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_url!, $"/api/atlas/{path}")) { Content = form };
        return await SendAsync(request);
    }

    /// <summary>Opens the stream of events about entities; returns once it is open.</summary>
    public async Task<StreamReader> OpenEventsAsync(long? lastEventId, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_url!, "/api/atlas/v2/notifications/entities"));
        if (lastEventId is { } id) request.Headers.Add("Last-Event-ID", $"{id}");
        var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        return new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken));
    }

    /// <summary>Atlas's error code in a body.</summary>
    public static string? ErrorCode(string body) => (string?)JsonNode.Parse(body)!["errorCode"];

    private async Task<(int Status, string Body)> SendAsync(HttpRequestMessage request)
    {
        using var response = await _http.SendAsync(request);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    private async Task<string> CreateAsync(string type, string name, string more)
    {
        var (status, body) = await SendAsync("POST", "v2/entity", $$"""
            { "entity": { "guid": "-1", "typeName": "{{type}}", "attributes": { "qualifiedName": "{{name}}", "name": "{{name}}" {{more}} } } }
            """);
        status.ShouldBe(200, body);
        return (string)JsonNode.Parse(body)!["guidAssignments"]!["-1"]!;
    }
}
