using System.Text.Json.Nodes;
using AtlasHa.TestKit;

namespace AtlasHa.Server.Tests;

/// <summary>Relationships, lineage, purge and glossary as Atlas's clients call them: paths, statuses and bodies. The names of each test are its own.</summary>
public sealed class GraphOverHttpTests(AnnotatedEntitiesCluster cluster) : IClassFixture<AnnotatedEntitiesCluster>
{
    [Fact]
    public async Task Lineage_follows_relationships_until_they_are_deleted()
    {
        var (input, output) = (await CreateAsync("DataSet", "in"), await CreateAsync("DataSet", "out"));
        var process = await CreateAsync("Process", "p");
        await SendAsync(HttpMethod.Post, "v2/relationship", 200, Edge("dataset_process_inputs", process, input));
        var relationship = await SendAsync(HttpMethod.Post, "v2/relationship/", 200, Edge("process_dataset_outputs", process, output));
        var guid = (string?)relationship!["guid"];
        ((string?)relationship["label"], (string?)relationship["status"]).ShouldBe(("__Process.outputs", "ACTIVE"));

        var lineage = await SendAsync(HttpMethod.Get, $"v2/lineage/uniqueAttribute/type/DataSet?attr:qualifiedName=in&direction=OUTPUT&depth=1", 200);
        lineage!["relations"]!.AsArray().Count.ShouldBe(2);
        lineage["guidEntityMap"]![output]!["displayText"]!.GetValue<string>().ShouldBe("out");
        await SendAsync(HttpMethod.Get, $"v2/lineage/{input}?depth=x", 404);
        await SendAsync(HttpMethod.Get, $"v2/lineage/{input}?direction=UP", 404);
        await SendAsync(HttpMethod.Post, $"v2/lineage/{input}", 400, "{}");

        (await SendAsync(HttpMethod.Put, "v2/relationship", 404, $$"""{ "guid": "{{guid}}", "typeName": "DataSet" }"""))!["errorCode"]!
            .GetValue<string>().ShouldBe("ATLAS-400-00-06A");
        (await SendAsync(HttpMethod.Get, $"v2/relationship/guid/{guid}?extendedInfo=True", 200))!["referredEntities"]!.AsObject().Count.ShouldBe(2);
        await SendAsync(HttpMethod.Delete, $"v2/relationship/guid/{guid}", 204);
        await SendAsync(HttpMethod.Delete, $"v2/relationship/guid/{guid}", 404);
    }

    [Fact]
    public async Task Purge_takes_an_array_of_guids()
    {
        var (live, deleted) = (await CreateAsync("DataSet", "live"), await CreateAsync("DataSet", "deleted"));
        await SendAsync(HttpMethod.Delete, $"v2/entity/guid/{deleted}?deleteType=HARD", 200);
        await SendAsync(HttpMethod.Get, $"v2/entity/guid/{deleted}", 200);

        var answer = await SendAsync(HttpMethod.Put, "admin/purge/", 200, $$"""[ "{{deleted}}", "{{live}}" ]""");

        answer!["mutatedEntities"]!["PURGE"]![0]!["guid"]!.GetValue<string>().ShouldBe(deleted);
        answer["failedEntities"]![0]!["errorCode"]!.GetValue<string>().ShouldBe("ATLAS-400-00-10A");
        answer["summary"]!["purgedCount"]!.GetValue<int>().ShouldBe(1);
        await SendAsync(HttpMethod.Get, $"v2/entity/guid/{deleted}", 404);
        await SendAsync(HttpMethod.Put, "admin/purge", 400, "[]");
    }

    [Fact]
    public async Task Glossary_has_terms_categories_and_assignments()
    {
        var glossary = (string)(await SendAsync(HttpMethod.Post, "v2/glossary", 200, """{ "guid": "-1", "name": "g" }"""))!["guid"]!;
        var anchor = $$""" "anchor": { "glossaryGuid": "{{glossary}}" } """;
        var category = (string)(await SendAsync(HttpMethod.Post, "v2/glossary/category", 200, $$"""{ "name": "c", {{anchor}} }"""))!["guid"]!;
        var term = (string)(await SendAsync(
            HttpMethod.Post, "v2/glossary/term", 200, $$"""{ "name": "t", {{anchor}}, "categories": [ { "categoryGuid": "{{category}}" } ] }"""))!["guid"]!;
        var terms = await SendAsync(HttpMethod.Post, "v2/glossary/terms", 200, $$"""[ { "name": "u", {{anchor}}, "seeAlso": [ { "termGuid": "{{term}}" } ] } ]""");
        terms!.AsArray().Count.ShouldBe(1);
        await SendAsync(HttpMethod.Post, "v2/glossary/categories", 200, $$"""[ { "name": "d", {{anchor}}, "parentCategory": { "categoryGuid": "{{category}}" } } ]""");
        var entity = await CreateAsync("DataSet", "e");

        await SendAsync(HttpMethod.Post, $"v2/glossary/terms/{term}/assignedEntities", 204, $$"""[ { "guid": "{{entity}}" } ]""");

        var assigned = await SendAsync(HttpMethod.Get, $"v2/glossary/terms/{term}/assignedEntities", 200);
        assigned![0]!["guid"]!.GetValue<string>().ShouldBe(entity);
        (await SendAsync(HttpMethod.Get, $"v2/entity/guid/{entity}", 200))!["entity"]!["meanings"]![0]!["termGuid"]!.GetValue<string>().ShouldBe(term);
        (await SendAsync(HttpMethod.Get, $"v2/glossary/terms/{term}/related", 200))!["seeAlso"]!.AsArray().Count.ShouldBe(1);
        (await SendAsync(HttpMethod.Get, $"v2/glossary/{glossary}/terms?sort=DESC&limit=1", 200))![0]!["name"]!.GetValue<string>().ShouldBe("u");
        (await SendAsync(HttpMethod.Get, $"v2/glossary/{glossary}/terms/headers", 200))!.AsArray().Count.ShouldBe(2);
        (await SendAsync(HttpMethod.Get, $"v2/glossary/{glossary}/categories", 200))!.AsArray().Count.ShouldBe(2);
        (await SendAsync(HttpMethod.Get, $"v2/glossary/{glossary}/categories/headers", 200))!.AsArray().Count.ShouldBe(2);
        (await SendAsync(HttpMethod.Get, $"v2/glossary/category/{category}/terms", 200))![0]!["termGuid"]!.GetValue<string>().ShouldBe(term);
        (await SendAsync(HttpMethod.Get, $"v2/glossary/category/{category}/related", 200))!["children"]!.AsArray().Count.ShouldBe(1);
        (await SendAsync(HttpMethod.Get, $"v2/glossary/{glossary}/detailed", 200))!["termInfo"]!.AsObject().Count.ShouldBe(2);
        (await SendAsync(HttpMethod.Get, "v2/glossary", 200))!.AsArray().Select(one => (string?)one!["guid"]).ShouldContain(glossary);
        await SendAsync(HttpMethod.Put, $"v2/glossary/{glossary}/partial", 400);
        await SendAsync(HttpMethod.Put, $"v2/glossary/term/{term}/partial", 200, """{ "usage": "x" }""");
        await SendAsync(HttpMethod.Put, $"v2/glossary/category/{category}/partial", 200, """{ "shortDescription": "x" }""");
        await SendAsync(HttpMethod.Put, $"v2/glossary/{glossary}", 200, """{ "name": "renamed" }""");
        await SendAsync(HttpMethod.Delete, $"v2/glossary/{glossary}", 400);
        await SendAsync(HttpMethod.Put, $"v2/glossary/terms/{term}/assignedEntities", 204, assigned.ToJsonString());
        await SendAsync(HttpMethod.Delete, $"v2/glossary/term/{term}", 204);
        await SendAsync(HttpMethod.Delete, $"v2/glossary/category/{category}", 204);
        await SendAsync(HttpMethod.Delete, $"v2/glossary/{glossary}", 204);
        await SendAsync(HttpMethod.Get, $"v2/glossary/{glossary}", 404);
    }

    [Fact]
    public async Task Terms_come_from_a_file_in_the_form_of_the_template()
    {
        var (status, template) = await cluster.SendAsync("GET", "v2/glossary/import/template");
        status.ShouldBe(200);

        var (imported, body) = await cluster.UploadAsync("v2/glossary/import", "terms.csv", $"{template}\nfiled,a\nfiled,b,short");

        imported.ShouldBe(200, body);
        var answer = JsonNode.Parse(body)!;
        answer["successImportInfoList"]!.AsArray().Count.ShouldBe(2);
        answer["failedImportInfoList"]!.AsArray().ShouldBeEmpty();
        (await cluster.SendAsync("POST", "v2/glossary/import", "\"no form\"")).Status.ShouldBe(400);
        var (refused, error) = await cluster.UploadAsync("v2/glossary/import", "terms.pdf", "filed,c");
        (refused, AnnotatedEntitiesCluster.ErrorCode(error)).ShouldBe((400, "ATLAS-400-00-098"));
        (refused, error) = await cluster.UploadAsync("v2/glossary/import", "terms.xlsx", "filed,c");
        (refused, AnnotatedEntitiesCluster.ErrorCode(error)).ShouldBe((409, "ATLAS-409-00-011"));
        (imported, body) = await cluster.UploadAsync("v2/glossary/import", "terms.xlsx", Workbook.Of(["GlossaryName"], ["filed", "of a sheet"]));
        imported.ShouldBe(200, body);
        JsonNode.Parse(body)!["successImportInfoList"]!.AsArray().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Terms_are_searched_and_become_a_file()
    {
        var glossary = (string)(await SendAsync(HttpMethod.Post, "v2/glossary", 200, """{ "name": "searched" }"""))!["guid"]!;
        await SendAsync(HttpMethod.Post, "v2/glossary/term", 200, $$"""{ "name": "wanted", "anchor": { "glossaryGuid": "{{glossary}}" } }""");
        await SendAsync(HttpMethod.Post, "v2/glossary/category", 200, $$"""{ "name": "wanted too", "anchor": { "glossaryGuid": "{{glossary}}" } }""");

        var found = await SendAsync(HttpMethod.Post, "v2/glossary/search", 200, """{ "glossaryType": "TERM", "searchQuery": "WANTED", "sortOrder": "DESCENDING" }""");
        ((int)found!["approximateCount"]!, (string?)found["glossary"]![0]!["terms"]![0]!["name"]).ShouldBe((1, "wanted"));
        (await SendAsync(HttpMethod.Post, "v2/glossary/search", 200, """{ "searchQuery": "nothing of that" }"""))!.ToJsonString().ShouldBe("""{"approximateCount":0}""");

        await SendAsync(HttpMethod.Post, "v2/glossary/download/create_file", 204, """{ "searchQuery": "wanted", "format": "CSV" }""");
        await SendAsync(HttpMethod.Post, "v2/glossary/create_file", 400, """{ "format": "PDF" }""");
        var file = (string?)(await SendAsync(HttpMethod.Get, "v2/glossary/download/status", 200))!["searchDownloadRecords"]![0]!["fileName"];
        (await cluster.SendAsync("GET", $"v2/glossary/download/{file}")).Body.ShouldContain("\"TERM\",\"wanted\",\"searched\"");
        await SendAsync(HttpMethod.Get, "v2/glossary/download/none.csv", 204);
    }

    private static string Edge(string type, string end1, string end2) =>
        $$"""{ "typeName": "{{type}}", "end1": { "guid": "{{end1}}" }, "end2": { "guid": "{{end2}}" } }""";

    private async Task<string> CreateAsync(string typeName, string name)
    {
        var answer = await SendAsync(HttpMethod.Post, "v2/entity", 200, $$"""
            { "entity": { "guid": "-1", "typeName": "{{typeName}}", "attributes": { "qualifiedName": "{{name}}", "name": "{{name}}" } } }
            """);
        return (string)answer!["guidAssignments"]!["-1"]!;
    }

    private async Task<JsonNode?> SendAsync(HttpMethod method, string path, int expected, string? json = null)
    {
        var (status, body) = await cluster.SendAsync(method.Method, path, json);
        status.ShouldBe(expected, $"{method} {path}: {body}");
        return body.StartsWith('{') || body.StartsWith('[') ? JsonNode.Parse(body) : null;
    }
}
