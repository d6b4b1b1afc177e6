using System.Text.Json;
using AtlasHa.Cli.Tests.Support;
using AtlasHa.TestKit;

namespace AtlasHa.Cli.Tests;

/// <summary>Switchover, pause and resume against stubs; the real cluster is in <see cref="RealClusterTests"/>.</summary>
public sealed class AdminCommandTests
{
    private const string Done = """{"status":"done","from":"id1","to":"id2","epoch":8,"millis":41}""";

    [Fact]
    public async Task Switchover_is_sent_once_and_tells_who_took_over()
    {
        await using var instance = new StubInstance(_ => new StubAnswer(200, Done));

        var result = await Tool.RunAsync("switchover", "--to", "id2", "--url", instance.Url.AbsoluteUri);

        result.ExitCode.ShouldBe(ExitCodes.Ok);
        result.Output.ShouldContain("id2 is active with epoch 8, 41 ms after id1 was asked to hand over.");
        var request = instance.Requests.ShouldHaveSingleItem();
        (request.Method, request.Path).ShouldBe(("POST", "/api/atlas/admin/switchover"));
        request.Body.ShouldContain("\"candidate\": \"id2\"");
    }

    [Fact]
    public async Task Switchover_without_waiting_says_what_was_accepted()
    {
        await using var instance = new StubInstance(_ => new StubAnswer(202, """{"status":"accepted","from":"id1","to":"id3"}"""));

        var result = await Tool.RunAsync("switchover", "--wait", "false", "--url", instance.Url.AbsoluteUri);

        result.ExitCode.ShouldBe(ExitCodes.Ok);
        result.Output.ShouldContain("id1 was asked to hand over to id3");
        instance.Requests.ShouldHaveSingleItem().Path.ShouldBe("/api/atlas/admin/switchover?wait=false");
    }

    [Theory]
    [InlineData(409, "ATLASHA-409-007")]
    [InlineData(503, "ATLASHA-503-001")]
    public async Task Refusal_is_shown_and_not_tried_elsewhere(int status, string code)
    {
        await using var first = new StubInstance(_ => new StubAnswer(status, $$"""{"errorCode":"{{code}}","errorMessage":"the reason"}"""));
        await using var second = new StubInstance(_ => new StubAnswer(200, Done));

        var result = await Tool.RunAsync("switchover", "--url", first.Url.AbsoluteUri, "--url", second.Url.AbsoluteUri);

        result.ExitCode.ShouldBe(ExitCodes.Failure);
        result.Error.ShouldContain($"{code}: the reason (HTTP {status})");
        first.Requests.ShouldHaveSingleItem();
        second.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Next_instance_is_asked_when_one_cannot_be_reached()
    {
        await using var instance = new StubInstance(_ => new StubAnswer(200, Done));

        var result = await Tool.RunAsync("switchover", "--url", $"http://127.0.0.1:{FreePort.Next()}", "--url", instance.Url.AbsoluteUri);

        result.ExitCode.ShouldBe(ExitCodes.Ok, result.Error);
    }

    [Fact]
    public async Task Failure_names_every_instance_when_none_can_be_reached()
    {
        var port = FreePort.Next();
        var result = await Tool.RunAsync("resume", "--url", $"http://127.0.0.1:{port}");
        result.ExitCode.ShouldBe(ExitCodes.Failure);
        result.Error.ShouldContain($"no instance can be reached. 127.0.0.1:{port}");
    }

    [Fact]
    public async Task Pause_and_resume_say_what_is_in_force()
    {
        await using var instance = new StubInstance(request => request.Path.EndsWith("pause", StringComparison.Ordinal)
            ? new StubAnswer(200, """{"paused":true,"pause":{"by":"10.0.0.1","at":"2026-01-02T03:04:05+00:00","reason":"upgrade"}}""")
            : new StubAnswer(200, """{"paused":false}"""));

        (await Tool.RunAsync("pause", "--reason", "upgrade", "--url", instance.Url.AbsoluteUri)).Output
            .ShouldContain("Automatic failover is paused by 10.0.0.1 since 2026-01-02 03:04:05Z (upgrade).");
        (await Tool.RunAsync("resume", "--url", instance.Url.AbsoluteUri)).Output.ShouldContain("Automatic failover is on.");

        instance.Requests.Select(request => request.Path).ShouldBe(["/api/atlas/admin/pause", "/api/atlas/admin/resume"]);
        instance.Requests.First().Body.ShouldContain("\"reason\": \"upgrade\"");
    }

    [Fact]
    public async Task History_shows_each_change_with_its_reason()
    {
        const string Answer = """
            {"changes":[{"epoch":1,"to":"id1","reason":"first election","at":"2026-01-02T03:04:05+00:00","claimMs":1.5,"activateMs":20,"publishMs":3},
                        {"epoch":2,"from":"id1","to":"id2","reason":"the instance stops","at":"2026-01-02T03:05:05+00:00","claimMs":1,"activateMs":2,"publishMs":3,"gapMs":12}]}
            """;
        await using var instance = new StubInstance(_ => new StubAnswer(200, Answer));

        var table = await Tool.RunAsync("history", "--url", instance.Url.AbsoluteUri);
        var json = await Tool.RunAsync("history", "--json", "--url", instance.Url.AbsoluteUri);

        table.Output.ShouldMatch(@"1\s+2026-01-02 03:04:05Z\s+-\s+id1\s+1\.5 \+ 20 \+ 3 ms\s+first election");
        table.Output.ShouldMatch(@"2\s+2026-01-02 03:05:05Z\s+id1\s+id2\s+12 ms\s+1 \+ 2 \+ 3 ms\s+the instance stops");
        JsonElement.DeepEquals(JsonDocument.Parse(json.Output).RootElement, JsonDocument.Parse(Answer).RootElement).ShouldBeTrue(json.Output);
        instance.Requests.ShouldAllBe(request => request.Method == "GET" && request.Path == "/api/atlas/admin/history");
    }
}
