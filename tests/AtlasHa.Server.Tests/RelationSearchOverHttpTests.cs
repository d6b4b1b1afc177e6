using System.Text.Json.Nodes;
using AtlasHa.TestKit;
using AtlasHa.TestKit.Cluster;

namespace AtlasHa.Server.Tests;

/// <summary>The search for relationships, which a setting turns on, and index recovery, as clients call them.</summary>
public sealed class RelationSearchOverHttpTests : IAsyncLifetime
{
    private AtlasCluster _cluster = null!;
    private ClusterClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        ZooKeeperFixture.SkipUnlessAvailable();
        _cluster = await AtlasCluster.StartAsync(1, new Dictionary<string, string> { ["AtlasHa:Catalog:Discovery:RelationshipSearch"] = "true" });
        _client = new ClusterClient([(await _cluster.ActiveAsync()).Settings.Url]);
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        if (_cluster is not null) await _cluster.DisposeAsync();
    }

    [Fact]
    public async Task Relationships_are_found_by_get_and_post_and_session_says_that_they_can_be()
    {
        var made = await SendAsync(HttpMethod.Post, "v2/entity/bulk", 200, """
            { "entities": [
              { "guid": "-1", "typeName": "DataSet", "attributes": { "qualifiedName": "in", "name": "in" } },
              { "guid": "-2", "typeName": "Process", "attributes": { "qualifiedName": "p", "name": "p", "inputs": [ { "guid": "-1" } ], "outputs": [] } } ] }
            """);
        var (input, process) = ((string?)made!["guidAssignments"]!["-1"], (string?)made["guidAssignments"]!["-2"]);

        var found = await SendAsync(HttpMethod.Get, "v2/search/relations?relationshipName=dataset_process_inputs&limit=5&sortBy=__timestamp&sortOrder=DESCENDING", 200);

        var relation = found!["relations"]!.AsArray().ShouldHaveSingleItem()!;
        ((string?)relation["end1"]!["guid"], (string?)relation["end2"]!["guid"], (string?)relation["status"]).ShouldBe((process, input, "ACTIVE"));
        ((string?)relation["typeName"], (string?)relation["label"], (string?)found["queryType"]).ShouldBe(("dataset_process_inputs", "__Process.inputs", "BASIC"));
        var filter = $$"""{ "attributeName": "__guid", "operator": "eq", "attributeValue": "{{relation["guid"]}}" }""";
        var posted = await SendAsync(
            HttpMethod.Post, "v2/search/relations", 200, $$"""{ "relationshipName": "dataset_process_inputs", "relationshipFilters": {{filter}}, "marker": "*" }""");
        ((int)posted!["approximateCount"]!, (string?)posted["nextMarker"], (string?)posted["searchParameters"]!["relationshipFilters"]!["operator"]).ShouldBe((1, "-1", "="));
        (await SendAsync(HttpMethod.Post, "v2/search/relations", 400, "{}"))!["errorCode"]!.GetValue<string>().ShouldBe("ATLAS-400-00-047");
        await SendAsync(HttpMethod.Get, "v2/search/relations?relationshipName=dataset_process_inputs&limit=x", 404);
        ((bool)(await SendAsync(HttpMethod.Get, "admin/session", 200))!["atlas.relationship.search.enabled"]!).ShouldBeTrue();
    }

    [Fact]
    public async Task Index_recovery_has_no_times_and_needs_one_to_start()
    {
        (await SendAsync(HttpMethod.Get, "v2/indexrecovery/", 200))!.ToJsonString().ShouldBe(
            """{"startTime":"Not applicable","prevTime":"Not applicable","customTime":"Not applicable"}""");
        (await SendAsync(HttpMethod.Post, "v2/indexrecovery/start", 400))!["errorCode"]!.GetValue<string>().ShouldBe("ATLAS-400-00-029");
        (await SendAsync(HttpMethod.Post, "v2/indexrecovery/start?startTime=yesterday", 400))!["errorMessage"]!.GetValue<string>().ShouldContain("yesterday");
        await SendAsync(HttpMethod.Post, "v2/indexrecovery/start?startTime=2020-01-31T00:00:00Z", 204);
        await Eventually.TrueAsync("the recovery is done", async () =>
            (string?)(await SendAsync(HttpMethod.Get, "v2/indexrecovery", 200))!["recovery"]!["state"] == "DONE");
    }

    private async Task<JsonNode?> SendAsync(HttpMethod method, string path, int expected, string? json = null)
    {
        var answer = await _client.SendAsync(method, $"/api/atlas/{path}", json);
        ((int)answer.Status).ShouldBe(expected, $"{method} {path}: {answer}");
        return answer.Body.StartsWith('{') ? JsonNode.Parse(answer.Body) : null;
    }
}
