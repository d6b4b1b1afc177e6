using System.Text.Json.Nodes;
using AtlasHa.TestKit;

namespace AtlasHa.Cli.Tests.Support;

/// <summary>The part of Atlas's API that `load` talks to, over types kept in memory; tests of the tool's own decisions use it.</summary>
internal sealed class StubCatalogue
{
    public Dictionary<string, string> TypeVersions { get; } = [];

    public List<string> Posted { get; } = [];

    public List<string> Put { get; } = [];

    public List<string> Entities { get; } = [];

    public StubAnswer Answer(StubRequest request)
    {
        const string ByName = "/api/atlas/v2/types/typedef/name/";
        if (request is { Method: "GET", Path: "/api/atlas/v2/types/typedefs/headers" })
            return new StubAnswer(200, new JsonArray([.. TypeVersions.Keys.Select(name => (JsonNode)new JsonObject { ["name"] = name })]).ToJsonString());
        if (request.Method == "GET" && request.Path.StartsWith(ByName, StringComparison.Ordinal))
            return new StubAnswer(200, new JsonObject { ["typeVersion"] = TypeVersions[request.Path[ByName.Length..]] }.ToJsonString());
        if (request.Path == "/api/atlas/v2/types/typedefs") return Write(request);
        Entities.Add(request.Path);
        return new StubAnswer(200, """{"mutatedEntities":{"CREATE":[{},{}],"UPDATE":[{}]},"guidAssignments":{}}""");
    }

    private StubAnswer Write(StubRequest request)
    {
        var names = JsonNode.Parse(request.Body)!.AsObject().SelectMany(member => member.Value!.AsArray()).Select(type => type!["name"]!.ToString()).ToList();
        if (names.Contains("refused")) return new StubAnswer(400, """{"errorCode":"ATLAS-400-00-018","errorMessage":"refused: bad type"}""");
        (request.Method == "POST" ? Posted : Put).AddRange(names);
        foreach (var name in names) TypeVersions[name] = "1.0";
        return new StubAnswer(200);
    }
}
