using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AtlasHa.TestKit;
using AtlasHa.TestKit.Cluster;

namespace AtlasHa.Server.Tests;

/// <summary>
/// Producers over HTTP fill the queue until they are refused, repeat, and are taken once it drains. The first active processes no messages, the second one does, so that
/// the queue is surely full and then surely drains.
/// </summary>
public sealed class FullQueueTests
{
    private const int Producers = 4;
    private const int Each = 15;
    private const string Model = """{ "entityDefs": [ { "name": "queue_table", "superTypes": [ "DataSet" ] } ] }""";

    [Theory]
    [InlineData("MaxWaiting", "10", "messages wait")]
    [InlineData("MaxWaitingBytes", "15000", "bytes of messages wait")]
    public async Task Full_queue_refuses_drains_and_takes_again_and_loses_and_repeats_nothing(string bound, string value, string says)
    {
        ZooKeeperFixture.SkipUnlessAvailable();
        await using var cluster = await AtlasCluster.StartAsync(2, adjust: settings => settings with
        {
            Extra = new Dictionary<string, string>
            {
                [$"AtlasHa:Notifications:{bound}"] = value,
                ["AtlasHa:Notifications:Consume"] = settings.InstanceId == "id1" ? "false" : "true",
            },
        });
        using var http = new HttpClient { Timeout = TestTimeouts.Long };
        var url = (await cluster.ActiveAsync()).Settings.Url;
        (await cluster.ActiveAsync()).Settings.InstanceId.ShouldBe("id1");
        (await SendAsync(http, url, "POST", "v2/types/typedefs", Model)).Status.ShouldBe(HttpStatusCode.OK);
        ConcurrentBag<Answer> refusals = [];
        using var refusedAll = new CountdownEvent(Producers);

        var producing = Task.WhenAll(Enumerable.Range(0, Producers).Select(producer => ProduceAsync(http, url, producer, refusals, refusedAll)));
        await Eventually.TrueAsync("every producer is refused", () => refusedAll.IsSet, TestTimeouts.Long);
        foreach (var refusal in refusals)
        {
            refusal.ErrorCode.ShouldBe("ATLASHA-503-005");
            refusal.Body.ShouldContain(says);
            refusal.Body.ShouldContain($"AtlasHa:Notifications:{bound}");
            refusal.RetryAfter.ShouldNotBeNull().ShouldBeGreaterThan(TimeSpan.Zero);
        }

        (await SendAsync(http, url, "GET", "v2/entity/uniqueAttribute/type/queue_table?attr:qualifiedName=p0-0")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await SendAsync(http, url, "POST", "admin/switchover", """{"candidate":"id2"}""")).Status.ShouldBe(HttpStatusCode.OK);
        await producing.WaitAsync(TestTimeouts.Long);

        url = (await cluster.ActiveAsync()).Settings.Url;
        // As many were processed as were taken, and below each of them is found: so none was lost, and none came twice.
        await Eventually.TrueAsync(
            "the queue is empty and every message was processed",
            async () => JsonNode.Parse((await SendAsync(http, url, "GET", "admin/status")).Body)!["notifications"] is { } counts
                && (long)counts["queued"]! == 0 && (long)counts["processed"]! == Producers * Each && (long?)counts["queuedBytes"] is null or 0,
            TestTimeouts.Long);
        for (var producer = 0; producer < Producers; producer++)
        {
            for (var number = 0; number < Each; number++)
                (await SendAsync(http, url, "GET", $"v2/entity/uniqueAttribute/type/queue_table?attr:qualifiedName=p{producer}-{number}")).Status.ShouldBe(HttpStatusCode.OK);
        }

        JsonNode.Parse((await SendAsync(http, url, "GET", "admin/notifications/failed")).Body)!["failed"]!.AsArray().ShouldBeEmpty();
    }

    /// <summary>Posts one message after the other, each again and again under its id until it is taken.</summary>
    private static async Task ProduceAsync(HttpClient http, Uri url, int producer, ConcurrentBag<Answer> refusals, CountdownEvent refusedAll)
    {
        var isRefused = false;
        for (var number = 0; number < Each; number++)
        {
            var (name, id) = ($"p{producer}-{number}", Guid.NewGuid().ToString("N"));
            await Eventually.TrueAsync(
                $"{name} is taken",
                async () =>
                {
                    var answer = await SendAsync(http, url, "POST", "v2/notification/topic/ATLAS_HOOK", Message(name), id);
                    if (answer.Status == HttpStatusCode.NoContent) return true;
                    // While the active changes, nobody is: that is refused as well, and by another code.
                    answer.Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
                    if (!refusedAll.IsSet) refusals.Add(answer);
                    if (!isRefused) refusedAll.Signal();
                    isRefused = true;
                    return false;
                },
                TestTimeouts.Long);
        }
    }

    private static string Message(string name) => JsonSerializer.Serialize(new[]
    {
        new
        {
            version = new { version = "1.0.0" },
            message = new
            {
                type = "ENTITY_CREATE_V2",
                user = "hive",
                entities = new
                {
                    entities = new[]
                    {
                        new { guid = "-1", typeName = "queue_table", attributes = new { qualifiedName = name, name, description = new string('x', 1000) } },
                    },
                },
            },
        },
    });

    private static async Task<Answer> SendAsync(HttpClient http, Uri url, string method, string path, string? json = null, string? requestId = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(url, $"/api/atlas/{path}"));
        if (json is not null) request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        if (requestId is not null) request.Headers.Add("X-Request-Id", requestId);
        using var response = await http.SendAsync(request);
        return new Answer(response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers.RetryAfter?.Delta);
    }

    private sealed record Answer(HttpStatusCode Status, string Body, TimeSpan? RetryAfter)
    {
        public string? ErrorCode => (string?)JsonNode.Parse(Body)!["errorCode"];
    }
}
