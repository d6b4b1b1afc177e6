using System.Text.Json.Nodes;
using AtlasHa.TestKit;

namespace AtlasHa.Server.Tests;

/// <summary>The admin audit as Atlas's clients call it. The names of each test are its own.</summary>
public sealed class AdminAuditOverHttpTests(AnnotatedEntitiesCluster cluster) : IClassFixture<AnnotatedEntitiesCluster>
{
    [Fact]
    public async Task Start_and_office_of_the_instance_are_in_the_audit()
    {
        JsonArray found = [];
        await Eventually.TrueAsync(
            "the new active is in the audit", async () => (found = await FindAsync("operation", "startsWith", "SERVER_")).Count > 0);

        found.Select(entry => (string?)entry!["operation"]).ShouldBe(["SERVER_START", "SERVER_STATE_ACTIVE"]);
        ((long)found[0]!["startTime"]!).ShouldBeLessThan((long)found[1]!["startTime"]!);
        ((string?)found[1]!["userName"], (string?)JsonNode.Parse((string)found[1]!["params"]!)!["instanceId"]).ShouldBe(("atlas", (string?)found[1]!["clientId"]));
    }

    [Fact]
    public async Task Purge_is_told_with_its_entities_its_summary_and_where_it_came_from()
    {
        var (guid, name) = await cluster.TableAsync();
        (await cluster.SendAsync("DELETE", $"v2/entity/guid/{guid}")).Status.ShouldBe(200);
        var (status, purge) = await cluster.SendAsync("PUT", "admin/purge/", $"[\"{guid}\"]", requestId: "purge-once");
        status.ShouldBe(200, purge);
        (await cluster.SendAsync("PUT", "admin/purge/", $"[\"{guid}\"]", requestId: "purge-once")).Status.ShouldBe(200);

        var entry = (await FindAsync("result", "=", guid)).ShouldHaveSingleItem()!;

        ((string?)entry["operation"], (string?)entry["userName"], (int?)entry["resultCount"], (string?)entry["params"]).ShouldBe(("PURGE", "anonymous", 1, $"[{guid}]"));
        ((string?)entry["runId"]).ShouldBe((string?)JsonNode.Parse(purge)!["summary"]!["runId"]);
        ((string?)entry["clientId"]).ShouldBeOneOf("127.0.0.1", "::1", "::ffff:127.0.0.1");
        var details = (await GetAsync($"admin/audit/{entry["guid"]}/details")).AsArray().ShouldHaveSingleItem()!;
        ((string?)details["guid"], (string?)details["status"], (string?)details["attributes"]!["name"]).ShouldBe((guid, "PURGED", name));
        (await GetAsync($"admin/audit/{entry["guid"]}/details?limit=10&offset=1")).AsArray().ShouldBeEmpty();
        (await GetAsync($"admin/audit/{entry["guid"]}/summary")).ToJsonString().ShouldBe(JsonNode.Parse(purge)!["summary"]!.ToJsonString());
        ((string?)(await GetAsync($"admin/audit/{entry["guid"]}/batches")).AsArray().Single()).ShouldBe((string?)entry["guid"]);
    }

    [Fact]
    public async Task Export_is_in_the_audit_once_it_is_whole()
    {
        var (_, name) = await cluster.TableAsync();
        var items = $$""" [ { "typeName": "note_table", "uniqueAttributes": { "qualifiedName": "{{name}}" } } ] """;
        (await cluster.SendAsync("POST", "admin/export", $$"""{ "itemsToExport": {{items}}, "options": { "fetchType": "full" } }""")).Status.ShouldBe(200);

        var entry = (await FindAsync("params", "contains", $"\"{name}\"")).ShouldHaveSingleItem()!;

        ((string?)entry["operation"], (int?)entry["resultCount"]).ShouldBe(("EXPORT", 1));
        ((int?)JsonNode.Parse((string)entry["result"]!)!["entity:note_table"]).ShouldBe(1);
        ((string?)JsonNode.Parse((string)entry["params"]!)!["operationStatus"]).ShouldBe("SUCCESS");
    }

    [Fact]
    public async Task Types_are_found_sorted_and_paged()
    {
        foreach (var name in (string[])["audited_b", "audited_a"])
            (await cluster.SendAsync("POST", "v2/types/typedefs", $$"""{ "entityDefs": [ { "name": "{{name}}" } ] }""")).Status.ShouldBe(200);

        const string filter = """
            "auditFilters": { "condition": "AND", "criterion": [ { "attributeName": "operation", "operator": "in", "attributeValue": "TYPE_DEF_CREATE,PURGE" },
              { "attributeName": "result", "operator": "contains", "attributeValue": "audited_" } ] }
            """;
        var (status, body) = await cluster.SendAsync("POST", "admin/audits", $$"""{ {{filter}}, "sortBy": "startTime", "sortOrder": "DESCENDING", "limit": 1 }""");

        status.ShouldBe(200, body);
        var entry = JsonNode.Parse(body)!.AsArray().ShouldHaveSingleItem()!;
        ((string?)entry["params"], (string?)JsonNode.Parse((string)entry["result"]!)!["ENTITY"]![0]!["name"]).ShouldBe(("ENTITY", "audited_a"));
    }

    [Theory]
    [InlineData("POST", "admin/audits", """{ "auditFilters": { "attributeName": "x", "operator": "=", "attributeValue": "1" } }""", 400, "ATLAS-400-00-023")]
    [InlineData("POST", "admin/audits/ageout?useAuditConfig=true", null, 400, "ATLAS-400-00-029")]
    [InlineData("GET", "admin/audit/nothing/details", null, 404, "ATLAS-404-00-005")]
    [InlineData("GET", "admin/audit/nothing/summary", null, 404, "ATLAS-404-00-005")]
    [InlineData("GET", "admin/audit/nothing/batches", null, 404, "ATLAS-404-00-005")]
    public async Task Wrong_requests_are_refused(string method, string path, string? json, int expected, string code)
    {
        var (status, body) = await cluster.SendAsync(method, path, json);
        (status, AnnotatedEntitiesCluster.ErrorCode(body)).ShouldBe((expected, code), body);
    }

    [Fact]
    public async Task Numbers_that_are_none_are_no_page_and_a_body_is_needed()
    {
        (await cluster.SendAsync("GET", "admin/audit/nothing/details?limit=x")).Status.ShouldBe(404);
        (await cluster.SendAsync("POST", "admin/audits")).Status.ShouldBe(400);
    }

    private async Task<JsonArray> FindAsync(string attribute, string symbol, string value)
    {
        var filter = new JsonObject { ["attributeName"] = attribute, ["operator"] = symbol, ["attributeValue"] = value };
        var (status, body) = await cluster.SendAsync("POST", "admin/audits/", new JsonObject { ["auditFilters"] = filter }.ToJsonString());
        status.ShouldBe(200, body);
        return JsonNode.Parse(body)!.AsArray();
    }

    private async Task<JsonNode> GetAsync(string path)
    {
        var (status, body) = await cluster.SendAsync("GET", path);
        status.ShouldBe(200, body);
        return JsonNode.Parse(body)!;
    }
}
