using System.IO.Compression;
using System.Text.Json.Nodes;
using AtlasHa.TestKit.Cluster;

namespace AtlasHa.Server.Tests;

/// <summary>The admin routes that Atlas's clients call, through a passive.</summary>
public sealed class AdminRouteTests : ClusterTest
{
    [Fact]
    public async Task Metrics_patches_and_tasks_come_from_the_active_and_session_from_whoever_is_asked()
    {
        var passive = await Cluster.PassiveAsync();
        var metrics = await GetAsync(passive, "metrics");
        foreach (var section in (string[])["general", "entity", "tag", "system"]) metrics["data"]![section].ShouldNotBeNull(section);
        ((long)metrics["data"]!["general"]!["typeCount"]!).ShouldBeGreaterThan(5);
        (await GetAsync(passive, "patches"))["patches"]!.AsArray().ShouldBeEmpty();
        (await GetAsync(passive, "tasks")).AsArray().ShouldBeEmpty();
        ((string?)(await GetAsync(passive, "session"))["userName"]).ShouldBe("anonymous");

        var unknown = await Client.FollowAsync(HttpMethod.Get, new Uri(passive.Settings.Url, "/api/atlas/admin/server/nobody"), json: null);
        ((int)unknown.Status).ShouldBeInRange(400, 404, unknown.ToString());
    }

    [Fact]
    public async Task Prometheus_reads_every_instance()
    {
        var active = await Cluster.ActiveAsync();
        foreach (var server in Cluster.Servers)
        {
            var text = (await Client.SendOnceAsync(HttpMethod.Get, new Uri(server.Settings.Url, "/metrics"), json: null)).Body;
            text.ShouldContain(server == active ? "role=\"ACTIVE\"} 1" : "role=\"PASSIVE\"} 1", customMessage: server.Settings.InstanceId);
            text.ShouldContain("atlas_ha_epoch");
            text.ShouldContain("atlas_ha_requests_total");
        }
    }

    [Fact]
    public async Task Every_instance_shows_the_whole_cluster_on_its_own_page()
    {
        var active = await Cluster.ActiveAsync();
        foreach (var server in Cluster.Servers)
        {
            var answer = await Client.SendOnceAsync(HttpMethod.Get, new Uri(server.Settings.Url, "/status"), json: null);
            ((int)answer.Status).ShouldBe(200, answer.ToString());
            answer.Body.ShouldContain($"<title>{server.Settings.InstanceId} {(server == active ? "ACTIVE" : "PASSIVE")} | AtlasHa</title>");
            foreach (var other in Cluster.Servers) answer.Body.ShouldContain($"{other.Settings.Url.GetLeftPart(UriPartial.Authority)}/status\">{other.Settings.InstanceId}</a>");
            answer.Body.ShouldContain("first election");
            answer.Body.ShouldContain("<dt>Waiting</dt><dd>0 of ", customMessage: "a passive has it from the active's heartbeat");
        }
    }

    [Fact]
    public async Task Zip_of_an_export_is_imported_under_its_guids_and_what_is_refused_is_named()
    {
        var active = await Cluster.ActiveAsync();
        using var form = new MultipartFormDataContent { { new StringContent("{}"), "request" }, { new ByteArrayContent(Export()), "data", "export.zip" } };
        using var http = new HttpClient();
        using var answer = await http.PostAsync(new Uri(active.Settings.Url, "/api/atlas/admin/import"), form);
        var result = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;

        ((int)answer.StatusCode).ShouldBe(200, result.ToJsonString());
        ((string?)result["operationStatus"], (string?)result["userName"], (string?)result["processedEntities"]!.AsArray().Single()).ShouldBe(("PARTIAL_SUCCESS", "anonymous", "good-guid"));
        ((string?)result["skippedEntities"]![0]!["guid"]).ShouldBe("bad-guid");
        var read = await Client.SendAsync(HttpMethod.Get, "/api/atlas/v2/entity/guid/good-guid");
        ((string?)read.Json["entity"]!["typeName"]).ShouldBe("brought");

        using var empty = new MultipartFormDataContent { { new ByteArrayContent([1, 2, 3]), "data", "export.zip" } };
        using var refused = await http.PostAsync(new Uri(active.Settings.Url, "/api/atlas/admin/import"), empty);
        (await refused.Content.ReadAsStringAsync()).ShouldContain("ATLAS-400-00-09F");
    }

    [Fact]
    public async Task Export_is_a_zip_that_import_takes_back()
    {
        var active = await Cluster.ActiveAsync();
        var made = await Client.SendAsync(HttpMethod.Post, "/api/atlas/v2/entity/bulk", """
            { "entities": [
              { "guid": "-1", "typeName": "DataSet", "attributes": { "qualifiedName": "in", "name": "in" } },
              { "guid": "-2", "typeName": "DataSet", "attributes": { "qualifiedName": "out", "name": "out" } },
              { "guid": "-3", "typeName": "Process", "attributes": { "qualifiedName": "p", "name": "p", "inputs": [ { "guid": "-1" } ], "outputs": [ { "guid": "-2" } ] } } ] }
            """);
        var guids = new[] { "-1", "-2", "-3" }.Select(guid => (string)made.Json["guidAssignments"]![guid]!).ToArray();
        using var http = new HttpClient();
        var route = new Uri(active.Settings.Url, "/api/atlas/admin/export");

        using var answer = await http.PostAsync(route, Json("""
            { "itemsToExport": [ { "typeName": "DataSet", "uniqueAttributes": { "qualifiedName": "in" } } ], "options": { "fetchType": "CONNECTED" } }
            """));

        ((int)answer.StatusCode, answer.Content.Headers.ContentType!.MediaType).ShouldBe((200, "application/zip"));
        var zip = await answer.Content.ReadAsByteArrayAsync();
        using (var archive = new ZipArchive(new MemoryStream(zip)))
        {
            archive.Entries.Select(entry => entry.FullName).ShouldBe(
                [.. guids.Select(guid => guid + ".json"), "atlas-export-order.json", "atlas-typesdef.json", "atlas-export-info.json"], ignoreOrder: true);
            using var info = archive.GetEntry("atlas-export-info.json")!.Open();
            var result = (await JsonNode.ParseAsync(info))!;
            ((string?)result["operationStatus"], (int?)result["metrics"]!["entity:DataSet"]).ShouldBe(("SUCCESS", 2));
        }

        foreach (var guid in guids) await Client.SendAsync(HttpMethod.Delete, $"/api/atlas/v2/entity/guid/{guid}");
        await Client.SendAsync(HttpMethod.Put, "/api/atlas/admin/purge", $"[{string.Join(',', guids.Select(guid => $"\"{guid}\""))}]");
        ((int)(await Client.SendAsync(HttpMethod.Get, $"/api/atlas/v2/entity/guid/{guids[2]}")).Status).ShouldBe(404);
        using var form = new MultipartFormDataContent { { new ByteArrayContent(zip), "data", "export.zip" } };
        using var imported = await http.PostAsync(new Uri(active.Settings.Url, "/api/atlas/admin/import"), form);
        (await imported.Content.ReadAsStringAsync()).ShouldContain("\"operationStatus\":\"SUCCESS\"");
        var lineage = await Client.SendAsync(HttpMethod.Get, $"/api/atlas/v2/lineage/{guids[0]}");
        lineage.Json["relations"]!.AsArray().Count.ShouldBe(2);

        using var nothing = await http.PostAsync(route, Json("""{ "itemsToExport": [ { "guid": "gone" } ], "options": { "omitZipResponseForEmptyExport": true } }"""));
        ((int)nothing.StatusCode).ShouldBe(204);
        using var refused = await http.PostAsync(route, Json("""{ "options": { "fetchType": "incremental", "changeMarker": "yesterday" } }"""));
        (await refused.Content.ReadAsStringAsync()).ShouldContain("ATLAS-400-00-029");
    }

    [Fact]
    public async Task Incremental_export_brings_what_has_changed_since_its_marker()
    {
        var route = new Uri((await Cluster.ActiveAsync()).Settings.Url, "/api/atlas/admin/export");
        var made = await Client.SendAsync(HttpMethod.Post, "/api/atlas/v2/entity/bulk", """
            { "entities": [ { "guid": "-1", "typeName": "DataSet", "attributes": { "qualifiedName": "inc-a", "name": "a" } },
                            { "guid": "-2", "typeName": "DataSet", "attributes": { "qualifiedName": "inc-b", "name": "b" } } ] }
            """);
        var (a, b) = ((string)made.Json["guidAssignments"]!["-1"]!, (string)made.Json["guidAssignments"]!["-2"]!);

        var (first, marker) = await ExportAsync("0");
        first.ShouldBe([a, b], ignoreOrder: true);
        var created = await UpdateTimeAsync(a);
        marker.ShouldBeGreaterThanOrEqualTo(created - 1000);
        await Client.SendAsync(HttpMethod.Put, $"/api/atlas/v2/entity/guid/{b}?name=description", "\"changed\"");
        (await UpdateTimeAsync(b)).ShouldBeGreaterThan(created);

        var (second, later) = await ExportAsync($"{created}");

        second.ShouldBe([b]);
        later.ShouldBeGreaterThanOrEqualTo(marker);
        using var http = new HttpClient();
        using var nothing = await http.PostAsync(route, Body($"{long.MaxValue}", """, "omitZipResponseForEmptyExport": "true" """));
        ((int)nothing.StatusCode).ShouldBe(204);

        async Task<long> UpdateTimeAsync(string guid) =>
            (long)(await Client.SendAsync(HttpMethod.Get, $"/api/atlas/v2/entity/guid/{guid}")).Json["entity"]!["updateTime"]!;

        async Task<(string[] Guids, long Marker)> ExportAsync(string since)
        {
            using var client = new HttpClient();
            using var answer = await client.PostAsync(route, Body(since));
            using var archive = new ZipArchive(new MemoryStream(await answer.Content.ReadAsByteArrayAsync()));
            await using var order = await archive.GetEntry("atlas-export-order.json")!.OpenAsync();
            await using var info = await archive.GetEntry("atlas-export-info.json")!.OpenAsync();
            string[] guids = [.. (await JsonNode.ParseAsync(order))!.AsArray().Select(guid => (string)guid!)];
            archive.Entries.Count.ShouldBe(guids.Length + 3);
            return (guids, (long)(await JsonNode.ParseAsync(info))!["changeMarker"]!);
        }

        static StringContent Body(string since, string more = "") => Json($$"""
            { "itemsToExport": [ { "typeName": "DataSet", "uniqueAttributes": { "qualifiedName": "inc-" } } ],
              "options": { "fetchType": "incremental", "matchType": "startsWith", "changeMarker": {{since}}{{more}} } }
            """);
    }

    private static StringContent Json(string text) => new(text, System.Text.Encoding.UTF8, "application/json");

    private static byte[] Export()
    {
        using var buffer = new MemoryStream();
        using (var zip = new ZipArchive(buffer, ZipArchiveMode.Create, leaveOpen: true))
        {
            void Add(string name, string json)
            {
                using var writer = new StreamWriter(zip.CreateEntry(name).Open());
                writer.Write(json);
            }

            Add("atlas-typesdef.json", """{"entityDefs":[{"name":"brought","typeVersion":"1.0","superTypes":["DataSet"]}]}""");
            Add("atlas-export-order.json", """["good-guid","bad-guid"]""");
            Add("good-guid.json", """{"entity":{"guid":"good-guid","typeName":"brought","attributes":{"qualifiedName":"b","name":"b"}}}""");
            Add("bad-guid.json", """{"entity":{"guid":"bad-guid","typeName":"unknown","attributes":{}}}""");
        }

        return buffer.ToArray();
    }

    private async Task<JsonNode> GetAsync(ServerProcess server, string route)
    {
        var answer = await Client.FollowAsync(HttpMethod.Get, new Uri(server.Settings.Url, $"/api/atlas/admin/{route}"), json: null);
        ((int)answer.Status).ShouldBe(200, $"{route}: {answer}");
        return answer.Json;
    }
}
