using System.Text;
using System.Text.Json.Nodes;
using AtlasHa.Notifications.Tests.Kafka;
using AtlasHa.TestKit;
using AtlasHa.TestKit.Cluster;
using Confluent.Kafka;

namespace AtlasHa.Server.Tests;

/// <summary>Operators see and set the positions of Kafka's partitions over HTTP, on two instances of which one is active.</summary>
public sealed class KafkaPositionsOverHttpTests(KafkaBroker broker)
{
    private const string Positions = "/api/atlas/admin/notifications/positions";

    [Fact]
    public async Task Position_is_shown_and_set_and_followed_by_whoever_is_active()
    {
        var topic = $"{Guid.NewGuid():N}-hook";
        await using var cluster = await StartAsync(topic);
        using var http = new HttpClient { Timeout = TestTimeouts.Long };
        await SendAsync(topic, "n0", "n1", "n2");
        var active = (await cluster.ActiveAsync()).Settings.Url;
        await ReadToAsync(http, active, topic, 3);

        // A passive sends the request on to the active.
        var passive = (await cluster.PassiveAsync()).Settings.Url;
        var set = await PostAsync(http, passive, $$"""{"topic":"{{topic}}","partition":0,"to":1}""", "set-1");
        set.Status.ShouldBe(200, set.Body.ToJsonString());
        set.Body.ToJsonString().ShouldBe($$"""{"topic":"{{topic}}","partition":0,"position":1,"previous":3}""");
        await ReadToAsync(http, active, topic, 3);
        (await GivenUpAsync(http, active)).ShouldBe(5);
        var again = await PostAsync(http, passive, $$"""{"topic":"{{topic}}","partition":0,"to":1}""", "set-1");
        (again.IsReplayed, (long?)again.Body["previous"]).ShouldBe((true, 3L));

        // The next active goes on there as well.
        await SendAsync(topic, "n3");
        await ReadToAsync(http, active, topic, 4);
        (await GivenUpAsync(http, active)).ShouldBe(6);
        (await PostAsync(http, active, $$"""{"topic":"{{topic}}","partition":0,"to":"earliest"}""")).Status.ShouldBe(200);
        (await PostAsync(http, active, """{"candidate":null}""", path: "/api/atlas/admin/switchover")).Status.ShouldBe(200);
        active = (await cluster.ActiveAsync()).Settings.Url;
        await ReadToAsync(http, active, topic, 4);
        (await GivenUpAsync(http, active)).ShouldBe(10);
    }

    [Fact]
    public async Task Wrong_requests_are_refused_with_what_is_wrong()
    {
        var topic = $"{Guid.NewGuid():N}-hook";
        await using var cluster = await StartAsync(topic, instances: 1);
        using var http = new HttpClient { Timeout = TestTimeouts.Long };
        await SendAsync(topic, "n0");
        var active = (await cluster.ActiveAsync()).Settings.Url;
        await ReadToAsync(http, active, topic, 1);

        (string Body, int Status, string Code, string Says)[] wrong =
        [
            ("""{"partition":0,"to":1}""", 400, "ATLAS-400-00-01A", "topic"),
            ($$"""{"topic":"{{topic}}","to":1}""", 400, "ATLAS-400-00-01A", "partition"),
            ($$"""{"topic":"{{topic}}","partition":0}""", 400, "ATLAS-400-00-01A", "missing"),
            ($$"""{"topic":"{{topic}}","partition":0,"to":1.5}""", 400, "ATLAS-400-00-01A", "1.5"),
            ($$"""{"topic":"{{topic}}","partition":0,"to":"newest"}""", 400, "ATLAS-400-00-01A", "newest"),
            ($$"""{"topic":"{{topic}}","partition":0,"to":"01/02/2026"}""", 400, "ATLAS-400-00-01A", "01/02/2026"),
            ($$"""{"topic":"{{topic}}","partition":0,"to":-1}""", 400, "ATLASHA-400-003", "oldest"),
            ($$"""{"topic":"{{topic}}","partition":0,"to":2}""", 400, "ATLASHA-400-003", "beyond the end"),
            ($$"""{"topic":"{{topic}}","partition":77,"to":0}""", 404, "ATLASHA-404-002", "no partition 77"),
            ("""{"topic":"OTHER","partition":0,"to":0}""", 400, "ATLAS-400-00-101", "OTHER"),
        ];
        foreach (var (body, status, code, says) in wrong)
        {
            var answer = await PostAsync(http, active, body);
            (answer.Status, (string?)answer.Body["errorCode"]).ShouldBe((status, code), body);
            ((string?)answer.Body["errorMessage"])!.ShouldContain(says);
        }

        (await PostAsync(http, active, $$"""{"topic":"{{topic}}","partition":0,"to":0,"offset":1}""")).Status.ShouldBe(400);
        foreach (var to in new[] { "\"2026-01-31\"", "\"2026-01-31T12:00Z\"", "\"2026-01-31T12:00:00.5+01:00\"", "\"1\"", "\"LATEST\"" })
            (await PostAsync(http, active, $$"""{"topic":"{{topic}}","partition":0,"to":{{to}}}""")).Status.ShouldBe(200, to);
    }

    [Fact]
    public async Task Brokers_that_are_away_are_told_of()
    {
        var topic = $"{Guid.NewGuid():N}-hook";
        await using var cluster = await StartAsync(topic, instances: 1, servers: $"127.0.0.1:{FreePort.Next()}");
        using var http = new HttpClient { Timeout = TestTimeouts.Long };
        var active = (await cluster.ActiveAsync()).Settings.Url;

        var listed = JsonNode.Parse(await http.GetStringAsync(new Uri(active, Positions)))!;
        ((string?)listed["problem"])!.ShouldContain("refused");
        listed["positions"]!.AsArray().ShouldBeEmpty();
        var refused = await PostAsync(http, active, $$"""{"topic":"{{topic}}","partition":0,"to":0}""");
        (refused.Status, (string?)refused.Body["errorCode"]).ShouldBe((503, "ATLASHA-503-006"));
        await Eventually.TrueAsync(
            "status says so", async () => ((string?)(await StatusAsync(http, active))["kafkaProblem"])?.Contains("refused", StringComparison.Ordinal) == true, TestTimeouts.Long);
    }

    private async Task<AtlasCluster> StartAsync(string topic, int instances = 2, string? servers = null)
    {
        ZooKeeperFixture.SkipUnlessAvailable();
        return await AtlasCluster.StartAsync(instances, new Dictionary<string, string>
        {
            ["AtlasHa:Notifications:Topics:0"] = topic,
            ["AtlasHa:Notifications:Kafka:BootstrapServers"] = servers ?? await broker.ServersAsync(),
            ["AtlasHa:Notifications:Kafka:Publish"] = "false",
        });
    }

    /// <summary>Waits until everything below this offset is processed, and nothing from there on.</summary>
    private static Task ReadToAsync(HttpClient http, Uri active, string topic, long end) => Eventually.TrueAsync(
        $"partition 0 is read up to {end}",
        async () =>
        {
            var answer = JsonNode.Parse(await http.GetStringAsync(new Uri(active, Positions)))!;
            var partition = answer["positions"]!.AsArray().SingleOrDefault(each => (string?)each!["topic"] == topic && (int?)each["partition"] == 0);
            return partition is not null && (long?)partition["position"] == end && (long?)partition["end"] == end && (long?)partition["lag"] == 0;
        },
        TestTimeouts.Long);

    private static async Task<JsonNode> StatusAsync(HttpClient http, Uri active) =>
        JsonNode.Parse(await http.GetStringAsync(new Uri(active, "/api/atlas/admin/status")))!["notifications"] ?? new JsonObject();

    /// <summary>How often a message was taken: none of these can be read, so that each time leaves a row.</summary>
    private static async Task<long> GivenUpAsync(HttpClient http, Uri active)
    {
        var failed = JsonNode.Parse(await http.GetStringAsync(new Uri(active, "/api/atlas/admin/notifications/failed")))!["failed"]!.AsArray();
        return failed.Count;
    }

    private static async Task<(int Status, JsonNode Body, bool IsReplayed)> PostAsync(
        HttpClient http, Uri url, string json, string? requestId = null, string path = Positions)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(url, path)) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        if (requestId is not null) request.Headers.Add("X-Request-Id", requestId);
        using var response = await http.SendAsync(request);
        return ((int)response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!, response.Headers.Any(h => h.Key.Contains("Replayed", StringComparison.OrdinalIgnoreCase)));
    }

    private async Task SendAsync(string topic, params string[] bodies)
    {
        using var producer = new ProducerBuilder<Null, string>(new ProducerConfig { BootstrapServers = await broker.ServersAsync() }).Build();
        foreach (var body in bodies)
            await producer.ProduceAsync(new TopicPartition(topic, 0), new Message<Null, string> { Value = body });
    }
}
