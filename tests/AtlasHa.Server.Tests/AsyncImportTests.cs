using System.Globalization;
using System.IO.Compression;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using AtlasHa.TestKit;
using AtlasHa.TestKit.Cluster;

namespace AtlasHa.Server.Tests;

/// <summary><c>admin/async/import</c> as Atlas's clients call it, and over a crash of the active instance.</summary>
public sealed class AsyncImportTests : ClusterTest
{
    private const string Route = "/api/atlas/admin/async/import";

    [Fact]
    public async Task Import_is_accepted_processed_listed_and_kept()
    {
        var active = await Cluster.ActiveAsync();
        var passive = Cluster.Servers.First(server => server != active);
        var (posted, accepted) = await PostAsync(passive.Settings.Url, Zip(20, withUnknownType: true), "imported-1");

        posted.ShouldBe(200, accepted.ToJsonString());
        var id = (string)accepted["importId"]!;
        ((string?)accepted["status"], (string?)accepted["guid"], (int)accepted["importDetails"]!["totalEntitiesCount"]!).ShouldBe(("WAITING", id, 21));
        ((string?)accepted["importResult"]!["request"]!["options"]!["replicatedFrom"]).ShouldBe("there");
        var done = await OverAsync(id);
        ((string?)done["status"], (int)done["importDetails"]!["importedEntitiesCount"]!, (int)done["importDetails"]!["failedEntitiesCount"]!).ShouldBe(("PARTIAL_SUCCESS", 20, 1));
        ((string?)done["importDetails"]!["failedEntities"]!.AsArray().Single(), (double)done["importDetails"]!["importProgress"]!).ShouldBe(("unknown", 100));
        ((long)done["completedTime"]!).ShouldBeGreaterThanOrEqualTo((long)done["receivedTime"]!);

        var list = (await Client.SendAsync(HttpMethod.Get, $"{Route}/status?limit=1")).Json;
        ((int)list["totalCount"]!, (int)list["pageSize"]!, (int)list["startIndex"]!).ShouldBe((1, 1, 0));
        var item = list["list"]!.AsArray().Single()!;
        ((string?)item["importId"], (string?)item["status"], (string?)item["importRequestUser"]).ShouldBe((id, "PARTIAL_SUCCESS", "anonymous"));
        ((string?)item["importRequestReceivedTime"])!.ShouldEndWith("Z");
        (await Client.SendAsync(HttpMethod.Get, $"{Route}/status?offset=1")).Json["list"]!.AsArray().ShouldBeEmpty();

        var (repeated, again) = await PostAsync(active.Settings.Url, Zip(20, withUnknownType: true), "imported-1");
        (repeated, (string?)again["importId"]).ShouldBe((200, id));
        ((int)(await Client.SendAsync(HttpMethod.Get, $"{Route}/status")).Json["totalCount"]!).ShouldBe(1);
    }

    [Fact]
    public async Task What_is_wrong_is_refused_and_leaves_nothing()
    {
        var url = (await Cluster.ActiveAsync()).Settings.Url;
        await RefusedAsync(HttpMethod.Get, $"{Route}/status/none", 404, "ATLAS-404-00-017");
        await RefusedAsync(HttpMethod.Delete, $"{Route}/none", 404, "ATLAS-404-00-017");
        await RefusedAsync(HttpMethod.Get, $"{Route}/status?offset=-1", 400, "ATLAS-400-00-01A");
        await RefusedAsync(HttpMethod.Post, Route, 400, "ATLAS-400-00-029");
        (await PostAsync(url, [1, 2, 3])).Answer.ToJsonString().ShouldContain("ATLAS-400-00-09F");
        (await PostAsync(url, Zip(0))).Answer.ToJsonString().ShouldContain("ATLAS-400-00-08A");
        ((int)(await Client.SendAsync(HttpMethod.Get, $"{Route}/status")).Json["totalCount"]!).ShouldBe(0);

        var (_, accepted) = await PostAsync(url, Zip(1));
        await OverAsync((string)accepted["importId"]!);
        await RefusedAsync(HttpMethod.Delete, $"{Route}/{accepted["importId"]}", 409, "ATLAS-409-00-016");
    }

    [Theory]
    [InlineData(64 << 10, 400, "ATLAS-400-00-029")]
    [InlineData((64 << 10) - 20, 200, "importId")]
    public async Task Request_that_is_kept_with_the_import_can_only_be_so_long(int blanks, int status, string tells)
    {
        var (posted, answer) = await PostAsync((await Cluster.ActiveAsync()).Settings.Url, Zip(1), options: $$"""{ "options": { {{new string(' ', blanks)}} } }""");

        (posted, answer.ToJsonString().Contains(tells, StringComparison.Ordinal)).ShouldBe((status, true), answer.ToJsonString());
    }

    [Theory]
    [InlineData("admin/async/import")]
    [InlineData("admin/import")]
    public async Task Multipart_body_that_is_broken_is_refused(string route)
    {
        using var http = new HttpClient();
        using var body = new StringContent("--x\r\nthis is no header\r\n\r\nPK\r\n--x--\r\n");
        body.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=x");

        using var answer = await http.PostAsync(new Uri((await Cluster.ActiveAsync()).Settings.Url, $"/api/atlas/{route}"), body);

        ((int)answer.StatusCode, (await answer.Content.ReadAsStringAsync()).Contains("multipart body", StringComparison.Ordinal)).ShouldBe((400, true));
    }

    [Fact]
    public async Task Uploads_are_refused_unread_while_two_come_in()
    {
        var url = (await Cluster.ActiveAsync()).Settings.Url;
        var rest = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        List<Task<int>> uploads = [.. Enumerable.Range(0, 4).Select(number => UploadSlowlyAsync(url, Zip(1, prefix: $"slow{number}"), rest.Task))];

        // Nothing more than their beginning has come.
        for (var refused = 0; refused < 2; refused++)
        {
            var first = await Eventually.DoneAsync("an upload is answered", Task.WhenAny(uploads), TestTimeouts.Long);
            uploads.Remove(first);
            (await first).ShouldBe(409);
        }

        uploads.ShouldAllBe(upload => !upload.IsCompleted);
        rest.SetResult();
        (await Task.WhenAll(uploads)).ShouldBe([200, 200]);
        (await PostAsync(url, Zip(1, prefix: "later"))).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Import_that_waits_is_aborted()
    {
        var url = (await Cluster.ActiveAsync()).Settings.Url;
        var (_, first) = await PostAsync(url, Zip(2_000));
        var (_, second) = await PostAsync(url, Zip(1, prefix: "second"));

        var aborted = await Client.SendAsync(HttpMethod.Delete, $"{Route}/{first["importId"]}");

        ((int)aborted.Status, aborted.Body).ShouldBe((204, ""));
        ((string?)(await OverAsync((string)first["importId"]!))["status"]).ShouldBe("ABORTED");
        ((string?)(await OverAsync((string)second["importId"]!))["status"]).ShouldBe("SUCCESSFUL");
    }

    [Fact]
    public async Task Import_goes_on_when_the_active_is_killed()
    {
        const int Count = 3_000;
        var killed = await Cluster.ActiveAsync();
        var (_, accepted) = await PostAsync(killed.Settings.Url, Zip(Count));
        var id = (string)accepted["importId"]!;
        await Eventually.TrueAsync("it is on its way", async () => (int)(await StatusAsync(id))["importDetails"]!["importedEntitiesCount"]! > 0);

        await killed.KillAsync();

        await Cluster.ActiveAsync(killed.Settings.InstanceId);
        var done = await OverAsync(id);
        ((string?)done["status"], (int)done["importDetails"]!["importedEntitiesCount"]!).ShouldBe(("SUCCESSFUL", Count));
        StoredNames().Count(entity => entity.Key.StartsWith("async", StringComparison.Ordinal) && entity.Value == 1).ShouldBe(Count);
    }

    // The status of the answer, whenever it comes: an HTTP client would send all first.
    private static async Task<int> UploadSlowlyAsync(Uri url, byte[] zip, Task rest)
    {
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(url.Host, url.Port);
        await using var stream = tcp.GetStream();
        var head = Encoding.ASCII.GetBytes("--x\r\nContent-Disposition: form-data; name=\"data\"; filename=\"export.zip\"\r\n\r\n");
        byte[] tail = [.. zip, .. "\r\n--x--\r\n"u8];
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST {Route} HTTP/1.1\r\nHost: {url.Authority}\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: {head.Length + tail.Length}\r\n\r\n"));
        await stream.WriteAsync(head);
        var line = new byte["HTTP/1.1 200".Length];
        var answer = stream.ReadExactlyAsync(line).AsTask();
        if (await Task.WhenAny(answer, rest) == rest) await stream.WriteAsync(tail);
        await answer;
        return int.Parse(Encoding.ASCII.GetString(line)[^3..], CultureInfo.InvariantCulture);
    }

    private async Task<JsonNode> StatusAsync(string id)
    {
        var answer = await Client.SendAsync(HttpMethod.Get, $"{Route}/status/{id}");
        ((int)answer.Status).ShouldBe(200, answer.ToString());
        return answer.Json;
    }

    private async Task<JsonNode> OverAsync(string id)
    {
        JsonNode last = new JsonObject();
        await Eventually.TrueAsync(
            $"import {id} is over", async () => (string?)(last = await StatusAsync(id))["status"] is not ("WAITING" or "PROCESSING"), TestTimeouts.Long);
        return last;
    }

    private async Task RefusedAsync(HttpMethod method, string route, int status, string code)
    {
        var answer = await Client.SendAsync(method, route);
        ((int)answer.Status, (string?)answer.Json["errorCode"]).ShouldBe((status, code), answer.ToString());
    }

    private static async Task<(int Status, JsonNode Answer)> PostAsync(
        Uri url, byte[] zip, string? requestId = null, string options = """{ "options": { "replicatedFrom": "there" } }""")
    {
        using var http = new HttpClient();
        using var form = new MultipartFormDataContent
        {
            { new StringContent(options), "request" }, { new ByteArrayContent(zip), "data", "export.zip" },
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(url, Route)) { Content = form };
        if (requestId is not null) request.Headers.Add("X-Request-Id", requestId);
        using var answer = await http.SendAsync(request);
        return ((int)answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!);
    }

    private static byte[] Zip(int entities, bool withUnknownType = false, string prefix = "async")
    {
        using var buffer = new MemoryStream();
        using (var zip = new ZipArchive(buffer, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var guid in Enumerable.Range(0, entities).Select(number => $"{prefix}{number}"))
                Add(zip, guid, "DataSet");
            if (withUnknownType) Add(zip, "unknown", "no_such_type");
        }

        return buffer.ToArray();
    }

    private static void Add(ZipArchive zip, string guid, string typeName)
    {
        using var writer = new StreamWriter(zip.CreateEntry($"{guid}.json").Open());
        writer.Write($$"""{"entity":{"guid":"{{guid}}","typeName":"{{typeName}}","attributes":{"qualifiedName":"{{guid}}","name":"{{guid}}" } } }""");
    }
}
