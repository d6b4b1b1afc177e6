using System.Text.Json.Nodes;
using AtlasHa.TestKit;

namespace AtlasHa.Server.Tests;

/// <summary>Classifications, labels, business metadata and audit over HTTP: routes, methods, statuses and bodies as Atlas's clients know them.</summary>
public sealed class AnnotatedEntitiesTests(AnnotatedEntitiesCluster cluster) : IClassFixture<AnnotatedEntitiesCluster>
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Classifications_are_added_changed_and_removed(bool byName)
    {
        var (guid, name) = await cluster.TableAsync();
        string Path(string last) => byName
            ? $"v2/entity/uniqueAttribute/type/note_table/{last}?attr:qualifiedName={name}"
            : $"v2/entity/guid/{guid}/{last}";

        (await cluster.SendAsync("POST", Path("classifications"), """[ { "typeName": "note_tag" } ]""")).ShouldBe((204, ""));
        (await cluster.SendAsync("PUT", Path("classifications"), """[ { "typeName": "note_tag", "attributes": { "level": 2 } } ]""")).ShouldBe((204, ""));

        var one = await OkAsync("GET", $"v2/entity/guid/{guid}/classification/NOTE_TAG");
        ((int)one["attributes"]!["level"]!, (string)one["entityGuid"]!).ShouldBe((2, guid));
        var all = await OkAsync("GET", $"v2/entity/guid/{guid}/classifications");
        ((int)all["totalCount"]!, (int)all["startIndex"]!, all["list"]!.AsArray().Count).ShouldBe((1, 0, 1));

        (await cluster.SendAsync("DELETE", Path("classification/note_tag"), $"\"{guid}\"")).ShouldBe((204, ""));
        await RefusedAsync("GET", $"v2/entity/guid/{guid}/classification/note_tag", null, 404, "ATLAS-404-00-008");
        await RefusedAsync("DELETE", Path("classification/note_tag"), null, 404, "ATLAS-404-00-003");
    }

    [Fact]
    public async Task Classification_that_has_spread_is_refused_to_go_while_its_source_lives()
    {
        var ((input, _), (output, _)) = (await cluster.TableAsync(), await cluster.TableAsync());
        await cluster.JobAsync(input, output);
        (await cluster.SendAsync("POST", "v2/entity/bulk//classification", $$"""
            { "classification": { "typeName": "note_tag" }, "entityGuids": [ "{{input}}" ] }
            """)).ShouldBe((204, ""));

        ((string)(await OkAsync("GET", $"v2/entity/guid/{output}/classification/note_tag"))["entityGuid"]!).ShouldBe(input);
        await RefusedAsync("DELETE", $"v2/entity/guid/{output}/classification/note_tag?associatedEntityGuid={input}", null, 400, "ATLAS-400-00-089");
        await RefusedAsync("DELETE", $"v2/entity/guid/{output}/classification/note_other?associatedEntityGuid={input}", null, 400, "ATLAS-400-00-070");
        await RefusedAsync("PUT", $"v2/entity/guid/{output}/classifications", $$"""[ { "typeName": "note_tag", "entityGuid": "{{input}}" } ]""", 400, "ATLAS-400-00-06B");
    }

    [Fact]
    public async Task Bulk_operations_skip_set_and_list()
    {
        var (guid, name) = await cluster.TableAsync();
        const string Unknown = """{ "classification": { "typeName": "note_tag" }, "entityGuids": [ "no-such-guid" ] }""";
        await RefusedAsync("POST", "v2/entity/bulk/classification", Unknown, 404, "ATLAS-404-00-005");
        (await cluster.SendAsync("POST", "v2/entity/bulk/classification?skipFailedEntities=True", Unknown)).ShouldBe((204, ""));

        var headers = $$"""
            { "guidHeaderMap": { "x": { "guid": "x", "typeName": "note_table", "attributes": { "qualifiedName": "{{name}}" },
                "classifications": [ { "typeName": "note_tag", "entityGuid": "x" } ] } } }
            """;
        var lines = await OkAsync("POST", "v2/entity/bulk/setClassifications", headers);
        lines.AsArray().Select(line => (string)line!).ShouldBe([$"Add:note_table:{name}:note_tag -> {guid}:(Done)"]);

        (await OkAsync("GET", "v2/entity/bulk/headers?tagUpdateStartTime=0"))["guidHeaderMap"]![guid]!["classificationNames"]!.AsArray().Count.ShouldBe(1);
        await RefusedAsync("GET", "v2/entity/bulk/headers?tagUpdateStartTime=99999999999999", null, 400, "ATLAS-400-00-029");
        (await cluster.SendAsync("GET", "v2/entity/bulk/headers?tagUpdateStartTime=now")).Status.ShouldBe(404);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Labels_are_set_added_and_removed(bool byName)
    {
        var (guid, name) = await cluster.TableAsync();
        var path = byName ? $"v2/entity/uniqueAttribute/type/DataSet/labels?attr:qualifiedName={name}" : $"v2/entity/guid/{guid}/labels";

        (await cluster.SendAsync("POST", path, """[ "a", "b" ]""")).ShouldBe((204, ""));
        (await cluster.SendAsync("PUT", path, """[ "c" ]""")).ShouldBe((204, ""));
        (await cluster.SendAsync("DELETE", path, """[ "a" ]""")).ShouldBe((204, ""));
        (await LabelsAsync()).ShouldBe(["b", "c"]);
        await RefusedAsync("PUT", path, "[]", 400, "ATLAS-400-00-01A");
        await RefusedAsync("PUT", path, """[ "two words" ]""", 400, "ATLAS-400-00-090");
        (await cluster.SendAsync("POST", path)).ShouldBe((204, ""));
        (await LabelsAsync()).ShouldBeEmpty();

        async Task<string[]> LabelsAsync() =>
            [.. (await OkAsync("GET", $"v2/entity/guid/{guid}"))["entity"]!["labels"]!.AsArray().Select(label => (string)label!)];
    }

    [Fact]
    public async Task Business_metadata_is_set_removed_and_imported()
    {
        var (guid, name) = await cluster.TableAsync();
        var path = $"v2/entity/guid/{guid}/businessmetadata";

        (await cluster.SendAsync("POST", $"{path}?isOverwrite=True", """{ "note_care": { "score": 1 } }""")).ShouldBe((204, ""));
        (await cluster.SendAsync("POST", $"{path}/note_care", """{ "score": 2 }""")).ShouldBe((204, ""));
        (await ScoreAsync()).ShouldBe(2);
        (await cluster.SendAsync("DELETE", $"{path}/note_care", """{ "score": null }""")).ShouldBe((204, ""));
        (await ScoreAsync()).ShouldBeNull();
        await RefusedAsync("POST", path, """{ "no_such": { "score": 1 } }""", 404, "ATLAS-404-00-007");
        await RefusedAsync("POST", $"{path}/note_care", "{}", 400, "ATLAS-400-00-01A");
        await RefusedAsync("DELETE", path, null, 400, "ATLAS-400-00-01A");

        var template = await cluster.SendAsync("GET", "v2/entity/businessmetadata/import/template");
        template.Status.ShouldBe(200);
        template.Body.ShouldStartWith("EntityType,EntityUniqueAttributeValue,");
        var (status, body) = await cluster.UploadAsync(
            "v2/entity/businessmetadata/import", "care.csv", $"{template.Body}\nnote_table,{name},note_care.score,7\nnote_table,{name},note_care.score,high");
        status.ShouldBe(200, body);
        var answer = JsonNode.Parse(body)!;
        ((int)answer["successImportInfoList"]![0]!["rowNumber"]!, (string)answer["failedImportInfoList"]![0]!["importStatus"]!).ShouldBe((1, "FAILED"));
        (await ScoreAsync()).ShouldBe(7);
        var sheet = Workbook.Of(["EntityType"], ["note_table", name, "note_care.score", "8"]);
        (await cluster.UploadAsync("v2/entity/businessmetadata/import", "care.xlsx", sheet)).Status.ShouldBe(200);
        (await ScoreAsync()).ShouldBe(8);
        (await cluster.UploadAsync("v2/entity/businessmetadata/import", "care.xls", sheet)).ShouldSatisfyAllConditions(
            answered => answered.Status.ShouldBe(400), answered => AnnotatedEntitiesCluster.ErrorCode(answered.Body).ShouldBe("ATLAS-400-00-09C"));
        var refused = await cluster.UploadAsync("v2/entity/businessmetadata/import", "care.pdf", "x");
        (refused.Status, AnnotatedEntitiesCluster.ErrorCode(refused.Body)).ShouldBe((400, "ATLAS-400-00-098"));
        (await cluster.SendAsync("POST", "v2/entity/businessmetadata/import", "{}")).Status.ShouldBe(400);

        async Task<int?> ScoreAsync() =>
            (int?)(await OkAsync("GET", $"v2/entity/guid/{guid}"))["entity"]!["businessAttributes"]?["note_care"]?["score"];
    }

    [Fact]
    public async Task Audit_lists_events_with_all_parameters()
    {
        var (guid, _) = await cluster.TableAsync();
        await cluster.SendAsync("POST", $"v2/entity/guid/{guid}/labels", """[ "a" ]""", "label-once");
        await cluster.SendAsync("POST", $"v2/entity/guid/{guid}/labels", """[ "a" ]""", "label-once");

        var all = (await OkAsync("GET", $"v2/entity/{guid}/audit")).AsArray();
        all.Select(entry => (string)entry!["action"]!).ShouldBe(["LABEL_ADD", "ENTITY_CREATE"]);
        all[0]!.AsObject().ContainsKey("entity").ShouldBeTrue();
        (await OkAsync("GET", $"v2/entity/{guid}/audit?auditAction=ENTITY_CREATE&count=5")).AsArray().Count.ShouldBe(1);
        (await OkAsync("GET", $"v2/entity/{guid}/audit?startKey={Uri.EscapeDataString((string)all[1]!["eventKey"]!)}")).AsArray().Count.ShouldBe(1);
        ((string)(await OkAsync("GET", $"v2/entity/{guid}/audit?sortBy=timestamp&sortOrder=asc&offset=0&count=1"))[0]!["action"]!).ShouldBe("ENTITY_CREATE");
        (await cluster.SendAsync("GET", $"v2/entity/{guid}/audit?auditAction=NONSENSE")).Status.ShouldBe(404);
        (await cluster.SendAsync("GET", $"v2/entity/{guid}/audit?count=many")).Status.ShouldBe(404);
        await RefusedAsync("GET", "v2/entity/no-such-guid/audit", null, 404, "ATLAS-404-00-005");
    }

    private async Task<JsonNode> OkAsync(string method, string path, string? json = null)
    {
        var (status, body) = await cluster.SendAsync(method, path, json);
        status.ShouldBe(200, body);
        return JsonNode.Parse(body)!;
    }

    private async Task RefusedAsync(string method, string path, string? json, int status, string code)
    {
        var answer = await cluster.SendAsync(method, path, json);
        answer.Status.ShouldBe(status, answer.Body);
        AnnotatedEntitiesCluster.ErrorCode(answer.Body).ShouldBe(code);
    }
}
