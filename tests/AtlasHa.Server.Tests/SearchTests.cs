using System.Net;
using System.Text.Json.Nodes;
using AtlasHa.TestKit.Cluster;

namespace AtlasHa.Server.Tests;

/// <summary>Searches over HTTP, as Atlas's clients send them.</summary>
public sealed class SearchTests : ClusterTest
{
    private const string Search = "/api/atlas/v2/search";

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await OkAsync(HttpMethod.Post, "/api/atlas/v2/types/typedefs", """
            { "entityDefs": [ { "name": "shelf", "superTypes": [ "DataSet" ], "attributeDefs": [ { "name": "rows", "typeName": "int", "isOptional": true, "isIndexable": true } ] } ] }
            """);
        await OkAsync(HttpMethod.Post, "/api/atlas/v2/entity/bulk", """
            { "entities": [
              { "guid": "-1", "typeName": "shelf", "attributes": { "qualifiedName": "s1", "name": "red shelf", "rows": 1 } },
              { "guid": "-2", "typeName": "shelf", "attributes": { "qualifiedName": "s2", "name": "blue shelf", "rows": 2 } } ] }
            """);
    }

    [Fact]
    public async Task Searches_answer_and_refuse_as_the_contract_says()
    {
        NamesOf(await OkAsync(HttpMethod.Get, $"{Search}/basic?typeName=shelf&query=red&excludeDeletedEntities=True&limit=2&offset=0&sortOrder=ASCENDING")).ShouldBe(["red shelf"]);
        NamesOf(await OkAsync(HttpMethod.Post, $"{Search}/basic", """
            { "typeName": "shelf", "excludeDeletedEntities": null, "entityFilters": { "attributeName": "rows", "operator": "gt", "attributeValue": "1" } }
            """)).ShouldBe(["blue shelf"]);
        NamesOf(await OkAsync(HttpMethod.Get, $"{Search}/attribute?attrName=name&attrValuePrefix=blue&typeName=shelf")).ShouldBe(["blue shelf"]);
        NamesOf(await OkAsync(HttpMethod.Get, $"{Search}/dsl?query=from%20shelf%20where%20rows%20%3D%201&limit=10&offset=0")).ShouldBe(["red shelf"]);
        var quick = await OkAsync(HttpMethod.Get, $"{Search}/quick?query=shelf&typeName=shelf&limit=2&offset=0");
        NamesOf(quick["searchResults"]!).Length.ShouldBe(2);
        ((int?)quick["aggregationMetrics"]!["__typeName"]![0]!["count"]).ShouldBe(2);
        ((string?)(await OkAsync(HttpMethod.Get, $"{Search}/suggestions?prefixString=bl&fieldName=name"))["suggestions"]![0]).ShouldBe("blue shelf");
        ((double?)(await OkAsync(HttpMethod.Get, $"{Search}/fulltext?query=red"))["fullTextResult"]![0]!["score"]).ShouldNotBeNull().ShouldBeGreaterThan(0);
        await RefusedAsync(HttpMethod.Post, $"{Search}/basic", "{}", "ATLAS-400-00-047");
        await RefusedAsync(HttpMethod.Get, $"{Search}/dsl?query=from", null, "ATLAS-400-00-059");
        await RefusedAsync(HttpMethod.Get, $"{Search}/relationship?guid=unknown&relation=x", null, "ATLAS-404-00-005", HttpStatusCode.NotFound);
        (await Client.SendAsync(HttpMethod.Get, $"{Search}/basic?typeName=shelf&limit=many")).Status.ShouldBe(HttpStatusCode.NotFound);
        await RefusedAsync(HttpMethod.Post, $"{Search}/relations", "{}", "ATLAS-400-00-029");
    }

    [Fact]
    public async Task Saved_searches_and_files_of_results_survive_the_active()
    {
        var saved = await OkAsync(HttpMethod.Post, $"{Search}/saved", """
            { "guid": "-1", "name": "blue ones", "searchType": "ADVANCED", "searchParameters": { "query": "from shelf where name like 'blue*'" } }
            """);
        var created = await Client.SendAsync(HttpMethod.Post, $"{Search}/basic/download/create_file", """{ "searchParameters": { "typeName": "shelf" } }""");
        created.Status.ShouldBe(HttpStatusCode.NoContent, $"{created}");
        var killed = await Cluster.ActiveAsync();

        await killed.KillAsync();
        await Cluster.ActiveAsync(killed.Settings.InstanceId);

        NamesOf(await OkAsync(HttpMethod.Get, $"{Search}/saved/execute/blue%20ones")).ShouldBe(["blue shelf"]);
        ((string?)(await OkAsync(HttpMethod.Get, $"{Search}/saved"))[0]!["guid"]).ShouldBe((string?)saved["guid"]);
        var file = (string?)(await OkAsync(HttpMethod.Get, $"{Search}/download/status"))["searchDownloadRecords"]![0]!["fileName"];
        (await Client.SendAsync(HttpMethod.Get, $"{Search}/download/{file}")).Body.ShouldContain("\"shelf\",\"blue shelf\"");
        (await Client.SendAsync(HttpMethod.Get, $"{Search}/download/other.csv")).Status.ShouldBe(HttpStatusCode.NoContent);
        (await Client.SendAsync(HttpMethod.Delete, $"{Search}/saved/{saved["guid"]}")).Status.ShouldBe(HttpStatusCode.NoContent);
        await RefusedAsync(HttpMethod.Get, $"{Search}/saved/blue%20ones", null, "ATLAS-404-00-009", HttpStatusCode.NotFound);
    }

    private async Task<JsonNode> OkAsync(HttpMethod method, string path, string? body = null)
    {
        var answer = await Client.SendAsync(method, path, body);
        answer.Status.ShouldBe(HttpStatusCode.OK, $"{path}: {answer}");
        return answer.Json;
    }

    private async Task RefusedAsync(HttpMethod method, string path, string? body, string code, HttpStatusCode status = HttpStatusCode.BadRequest)
    {
        var answer = await Client.SendAsync(method, path, body);
        answer.Status.ShouldBe(status, $"{path}: {answer}");
        ((string?)answer.Json["errorCode"]).ShouldBe(code);
    }

    private static string[] NamesOf(JsonNode result) => [.. result["entities"]!.AsArray().Select(entity => (string)entity!["displayText"]!)];
}
