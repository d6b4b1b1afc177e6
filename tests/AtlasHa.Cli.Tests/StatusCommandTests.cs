using System.Text.Json;
using AtlasHa.Cli.Cluster;
using AtlasHa.Cli.Processes;
using AtlasHa.Cli.Tests.Support;
using AtlasHa.TestKit;

namespace AtlasHa.Cli.Tests;

public sealed class StatusCommandTests : IDisposable
{
    private const string OneActive = """
        {"activeInstanceId":"id1","activeUrl":"http://h:1","epoch":7,"instances":[
          {"instanceId":"id1","url":"http://h:1","status":"ACTIVE","reachable":true,"epoch":7,"uptimeMs":3723000,"zooKeeperAgeMs":12,"storeAgeMs":5,"tags":{"zone":"a"}},
          {"instanceId":"id2","url":"http://h:2","status":"PASSIVE","reachable":true,"uptimeMs":61000,"tags":{}}]}
        """;

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Table_shows_every_instance_and_plain_text_without_a_terminal()
    {
        await using var instance = new StubInstance(_ => new StubAnswer(200, OneActive));

        var result = await Tool.RunAsync("status", "--url", instance.Url.AbsoluteUri);

        result.ExitCode.ShouldBe(ExitCodes.Ok);
        result.Output.ShouldMatch(@"id1\s+ACTIVE\s+http://h:1\s+7\s+1 h 2 min\s+12 ms ago\s+5 ms ago");
        result.Output.ShouldMatch(@"id2\s+PASSIVE\s+http://h:2\s+-\s+1 min 1 s");
        result.Output.ShouldNotContain("\u001b");
        instance.Requests.ShouldAllBe(request => request.Path == "/api/atlas/admin/instances");
    }

    [Fact]
    public async Task Json_has_the_shape_of_the_servers_answer()
    {
        await using var instance = new StubInstance(_ => new StubAnswer(200, OneActive));

        var result = await Tool.RunAsync("status", "--json", "--url", instance.Url.AbsoluteUri);

        JsonElement.DeepEquals(JsonDocument.Parse(result.Output).RootElement, JsonDocument.Parse(OneActive).RootElement).ShouldBeTrue(result.Output);
    }

    [Fact]
    public async Task Note_of_an_active_in_failsafe_is_shown()
    {
        const string failsafe = """
            {"activeInstanceId":"id1","activeUrl":"http://h:1","epoch":7,"instances":[
              {"instanceId":"id1","url":"http://h:1","status":"ACTIVE","reachable":true,"epoch":7,"note":"failsafe: without ZooKeeper","failsafe":true}]}
            """;
        await using var instance = new StubInstance(_ => new StubAnswer(200, failsafe));

        var table = await Tool.RunAsync("status", "--url", instance.Url.AbsoluteUri);
        var json = await Tool.RunAsync("status", "--json", "--url", instance.Url.AbsoluteUri);

        table.Output.ShouldMatch(@"id1\s+ACTIVE\s.*failsafe: without ZooKeeper");
        JsonElement.DeepEquals(JsonDocument.Parse(json.Output).RootElement, JsonDocument.Parse(failsafe).RootElement).ShouldBeTrue(json.Output);
    }

    [Fact]
    public async Task Pause_and_pending_switchover_are_shown_below_the_table()
    {
        var answer = OneActive.Insert(1, """
            "paused":true,"pause":{"by":"ann","at":"2026-01-02T03:04:05+00:00","reason":"upgrade"},
            "switchover":{"from":"id1","to":"id2","requestedBy":"bob","at":"2026-01-02T03:04:05+00:00"},
            """);
        await using var instance = new StubInstance(_ => new StubAnswer(200, answer));

        var table = await Tool.RunAsync("status", "--url", instance.Url.AbsoluteUri);
        var json = await Tool.RunAsync("status", "--json", "--url", instance.Url.AbsoluteUri);

        table.Output.ShouldContain("Automatic failover is paused by ann since 2026-01-02 03:04:05Z (upgrade).");
        table.Output.ShouldContain("A switchover from id1 to id2 is pending, asked for by bob at 2026-01-02 03:04:05Z.");
        JsonElement.DeepEquals(JsonDocument.Parse(json.Output).RootElement, JsonDocument.Parse(answer).RootElement).ShouldBeTrue(json.Output);
    }

    [Fact]
    public async Task Next_url_is_asked_when_one_does_not_answer()
    {
        await using var broken = new StubInstance(_ => new StubAnswer(500, "not JSON"));
        await using var instance = new StubInstance(_ => new StubAnswer(200, OneActive));

        var result = await Tool.RunAsync(
            "status", "--url", $"http://127.0.0.1:{FreePort.Next()}", "--url", broken.Url.AbsoluteUri, "--url", instance.Url.AbsoluteUri);

        result.ExitCode.ShouldBe(ExitCodes.Ok);
        broken.Requests.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Exit_code_is_1_without_an_active_instance()
    {
        await using var instance = new StubInstance(_ => new StubAnswer(200, OneActive.Replace("\"ACTIVE\"", "\"BECOMING_ACTIVE\"", StringComparison.Ordinal)));

        (await Tool.RunAsync("status", "--url", instance.Url.AbsoluteUri)).ExitCode.ShouldBe(ExitCodes.Failure);
    }

    [Fact]
    public async Task Exit_code_is_1_with_two_active_instances()
    {
        await using var instance = new StubInstance(_ => new StubAnswer(200, OneActive.Replace("\"PASSIVE\"", "\"ACTIVE\"", StringComparison.Ordinal)));

        (await Tool.RunAsync("status", "--url", instance.Url.AbsoluteUri)).ExitCode.ShouldBe(ExitCodes.Failure);
    }

    [Fact]
    public async Task Url_that_nobody_answers_is_UNREACHABLE()
    {
        var url = $"http://127.0.0.1:{FreePort.Next()}";

        var result = await Tool.RunAsync("status", "--url", url);

        result.ExitCode.ShouldBe(ExitCodes.Failure);
        result.Output.ShouldMatch($@"UNREACHABLE\s+{url}");
    }

    [Fact]
    public async Task Local_instance_whose_process_has_ended_is_DOWN_whatever_the_others_say()
    {
        var self = ProcessTable.Find(Environment.ProcessId)!;
        await using var id2 = new StubInstance(_ => new StubAnswer(200, OneActive));
        WriteState([
            new InstanceState("id1", FreePort.Next(), 1, 2, self with { StartTicks = 1 }),
            new InstanceState("id2", id2.Url.Port, 3, 4, self),
            new InstanceState("id3", FreePort.Next(), 5, 6, self)]);

        var result = await Tool.RunAsync("status", "--data", _directory.Path);

        result.ExitCode.ShouldBe(ExitCodes.Failure);
        result.Output.ShouldMatch(@"id1\s+DOWN");
        result.Output.ShouldMatch(@"id2\s+PASSIVE");
        result.Output.ShouldMatch(@"id3\s+UNREACHABLE");
    }

    [Fact]
    public async Task Instances_are_chosen_by_name_and_the_choice_is_explained_when_it_fails()
    {
        WriteState([new InstanceState("id1", FreePort.Next(), 1, 2, null), new InstanceState("id2", FreePort.Next(), 3, 4, null)]);

        (await Tool.RunAsync("kill", "id7", "--data", _directory.Path)).Error.ShouldContain("there is no instance id7; this cluster has id1, id2");
        (await Tool.RunAsync("kill", "active", "--data", _directory.Path)).Error.ShouldContain("no instance is active at the moment");
        (await Tool.RunAsync("stop", "id1", "--data", _directory.Path)).Error.ShouldContain("id1 does not run; start it with `atlas-ha start id1`");
    }

    private void WriteState(IReadOnlyList<InstanceState> instances)
        => new ClusterStateFile(new ClusterLayout(_directory.Path))
            .Write(new ClusterState("/none.dll", null, new ZooKeeperState("127.0.0.1:1", null), instances, null));
}
