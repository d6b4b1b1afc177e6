using System.Text.Json;
using System.Text.Json.Nodes;
using AtlasHa.TestKit;

namespace AtlasHa.Cli.Tests.Support;

/// <summary>What `import --from` reads of an Apache Atlas: pages counted from the first, and a 404 for all when one guid is unknown.</summary>
internal sealed class StubAtlas
{
    /// <summary>Guids of its entities, by creation.</summary>
    public List<string> Guids { get; } = [];

    /// <summary>Known to the search and not to be read any more.</summary>
    public HashSet<string> Gone { get; } = [];

    public HashSet<string> Deleted { get; } = [];

    public bool CanSort { get; set; } = true;

    public int MaxPage { get; set; } = int.MaxValue;

    /// <summary>Runs before a page is answered.</summary>
    public Action<JsonObject> Searching { get; set; } = _ => { };

    public StubAnswer Answer(StubRequest request) => request.Path.Split('?')[0] switch
    {
        "/api/atlas/admin/status" => new StubAnswer(200, """{"Status":"ACTIVE"}"""),
        "/api/atlas/v2/types/typedefs" => new StubAnswer(200, """{"entityDefs":[{"name":"thing","superTypes":[]},{"name":"__AtlasUserProfile","superTypes":[]}]}"""),
        "/api/atlas/v2/search/basic" => Search(JsonNode.Parse(request.Body)!.AsObject()),
        "/api/atlas/v2/entity/bulk" => Read([.. request.Path.Split('&').Where(part => part.StartsWith("guid=", StringComparison.Ordinal)).Select(part => part["guid=".Length..])]),
        _ => new StubAnswer(404, "<html>no such page</html>"),
    };

    private StubAnswer Search(JsonObject search)
    {
        Searching(search);
        if (!CanSort && search["sortBy"] is not null) return new StubAnswer(400, """{"errorCode":"ATLAS-400-00-023","errorMessage":"no such attribute"}""");
        var page = Guids.Skip((int)search["offset"]!).Take(Math.Min((int)search["limit"]!, MaxPage)).Select(guid => new { guid }).ToArray();
        // As Atlas: nothing found, no member.
        return new StubAnswer(200, page.Length == 0 ? """{"queryType":"BASIC"}""" : JsonSerializer.Serialize(new { entities = page }));
    }

    private StubAnswer Read(string[] guids) => guids.FirstOrDefault(Gone.Contains) is { } gone
        ? new StubAnswer(404, $$"""{"errorCode":"ATLAS-404-00-005","errorMessage":"Given instance guid {{gone}} is invalid/not found"}""")
        : new StubAnswer(200, JsonSerializer.Serialize(new { entities = guids.Select(guid => new { guid, typeName = "thing", status = Deleted.Contains(guid) ? "DELETED" : "ACTIVE" }) }));
}
