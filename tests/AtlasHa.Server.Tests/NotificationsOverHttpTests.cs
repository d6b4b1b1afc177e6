using System.Text.Json;
using System.Text.Json.Nodes;
using AtlasHa.TestKit;

namespace AtlasHa.Server.Tests;

/// <summary>Messages of hooks over HTTP, as Atlas's REST hooks send them. The names of each test are its own.</summary>
public sealed class NotificationsOverHttpTests(AnnotatedEntitiesCluster cluster) : IClassFixture<AnnotatedEntitiesCluster>
{
    private const string Topic = "v2/notification/topic/ATLAS_HOOK";

    [Fact]
    public async Task Posted_messages_are_processed_and_bad_ones_can_be_listed_and_dropped()
    {
        // Strings hold a message each, as the Java client sends them; other elements are the message.
        var posted = new JsonArray(Create("hooked-1"), JsonNode.Parse(Create("hooked-2")), JsonNode.Parse("7"));
        (await cluster.SendAsync("POST", Topic, posted.ToJsonString())).Status.ShouldBe(204);
        (await cluster.SendAsync("POST", Topic, Create("hooked-3"))).Status.ShouldBe(204);
        await Eventually.TrueAsync(
            "the last message has its effect",
            async () => (await cluster.SendAsync("GET", "v2/entity/uniqueAttribute/type/note_table?attr:qualifiedName=hooked-3")).Status == 200);

        (await cluster.SendAsync("GET", "v2/entity/uniqueAttribute/type/note_table?attr:qualifiedName=hooked-1")).Status.ShouldBe(200);
        (await cluster.SendAsync("GET", "v2/entity/uniqueAttribute/type/note_table?attr:qualifiedName=hooked-2")).Status.ShouldBe(200);
        var (status, body) = await cluster.SendAsync("GET", "admin/notifications/failed");
        status.ShouldBe(200, body);
        var failed = JsonNode.Parse(body)!["failed"]!.AsArray().ShouldHaveSingleItem()!;
        ((string?)failed["message"], (string?)failed["topic"]).ShouldBe(("7", "ATLAS_HOOK"));

        var ids = $"[{failed["id"]}]";
        (await cluster.SendAsync("POST", "admin/notifications/failed/drop", ids)).Body.ShouldBe("""{"dropped":1}""");
        (await cluster.SendAsync("POST", "admin/notifications/failed/replay", ids)).Body.ShouldBe("""{"replayed":0}""");
        await Eventually.TrueAsync(
            "status says so", async () => JsonNode.Parse((await cluster.SendAsync("GET", "admin/status")).Body)!["notifications"] is { } seen
                && seen["queued"]!.GetValue<long>() == 0 && seen["failed"]!.GetValue<long>() == 0 && seen["processed"]!.GetValue<long>() >= 3);
        (await cluster.SendAsync("GET", "../../metrics")).Body.ShouldContain("atlas_ha_notifications_processed_total");
    }

    [Fact]
    public async Task Unknown_topics_and_empty_lists_of_ids_are_refused()
    {
        var (status, body) = await cluster.SendAsync("POST", "v2/notification/topic/OTHER", "[]");
        (status, AnnotatedEntitiesCluster.ErrorCode(body)).ShouldBe((400, "ATLAS-400-00-101"));
        (await cluster.SendAsync("POST", "admin/notifications/failed/replay", "[]")).Status.ShouldBe(400);
        (await cluster.SendAsync("POST", Topic, "[]")).Status.ShouldBe(204);
    }

    [Fact]
    public async Task Changes_of_entities_come_as_events_and_go_on_after_the_last_one_seen()
    {
        using var deadline = new CancellationTokenSource(TestTimeouts.Short);
        List<(long Id, string Data)> seen = [];
        using (var stream = await cluster.OpenEventsAsync(lastEventId: null, deadline.Token))
        {
            var table = await cluster.TableAsync();
            seen.Add(await EventAsync(stream, deadline.Token));
            ((string?)JsonNode.Parse(seen[0].Data)!["operationType"], (string?)JsonNode.Parse(seen[0].Data)!["entity"]!["guid"]).ShouldBe(("ENTITY_CREATE", table.Guid));
        }

        var missed = await cluster.TableAsync();
        using (var stream = await cluster.OpenEventsAsync(seen[0].Id, deadline.Token))
        {
            var next = await EventAsync(stream, deadline.Token);
            ((string?)JsonNode.Parse(next.Data)!["entity"]!["guid"]).ShouldBe(missed.Guid);
            next.Id.ShouldBeGreaterThan(seen[0].Id);
        }

        using var ahead = await cluster.OpenEventsAsync(lastEventId: 1_000_000_000, deadline.Token);
        (await EventAsync(ahead, deadline.Token)).Data.ShouldContain("first");
        (await cluster.SendAsync("GET", "v2/notifications/entities?lastEventId=x")).Status.ShouldBe(404);
    }

    private static async Task<(long Id, string Data)> EventAsync(StreamReader stream, CancellationToken cancellationToken)
    {
        long id = -1;
        var data = "";
        while (await stream.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.StartsWith("id: ", StringComparison.Ordinal)) id = long.Parse(line[4..], System.Globalization.CultureInfo.InvariantCulture);
            if (line.StartsWith("data: ", StringComparison.Ordinal)) data = line[6..];
            if (line.Length == 0 && data.Length > 0) return (id, data);
        }

        throw new EndOfStreamException("the stream of events ended");
    }

    private static string Create(string name) => JsonSerializer.Serialize(new
    {
        version = new { version = "1.0.0" },
        message = new
        {
            type = "ENTITY_CREATE_V2",
            user = "hive",
            entities = new { entities = new[] { new { guid = "-1", typeName = "note_table", attributes = new { qualifiedName = name, name } } } },
        },
    });
}
