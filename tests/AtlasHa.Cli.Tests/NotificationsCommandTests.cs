using AtlasHa.Cli.Tests.Support;
using AtlasHa.TestKit;

namespace AtlasHa.Cli.Tests;

public sealed class NotificationsCommandTests
{
    private const string Failed = """
        {"failed":[{"id":17,"topic":"ATLAS_HOOK","offset":4,"time":1700000000000,"tries":3,"error":"ATLAS-400-00-014: no such type","bytes":2,"message":"{}"},
          {"id":18,"topic":"ATLAS_HOOK","partition":2,"offset":5,"time":1700000000000,"tries":1,"error":"it is not JSON","bytes":1,"message":"x"}]}
        """;

    [Fact]
    public async Task Failed_messages_are_listed_with_reasons()
    {
        await using var instance = new StubInstance(_ => new StubAnswer(200, Failed));

        var result = await Tool.RunAsync("notifications", "failed", "--url", instance.Url.AbsoluteUri);

        result.ExitCode.ShouldBe(ExitCodes.Ok, result.Error);
        result.Output.ShouldMatch(@"17\s+2023-11-14 22:13:20Z\s+ATLAS_HOOK\s+4\s+3\s+ATLAS-400-00-014");
        result.Output.ShouldMatch(@"18\s+2023-11-14 22:13:20Z\s+ATLAS_HOOK/2\s+5\s+1\s+it is not JSON");
    }

    [Fact]
    public async Task Ids_are_sent_to_the_active()
    {
        await using var instance = new StubInstance(_ => new StubAnswer(200, """{"replayed":1}"""));

        var result = await Tool.RunAsync("notifications", "replay", "17", "99", "--url", instance.Url.AbsoluteUri);

        result.Output.ShouldContain("1 of 2 messages replayed");
        var request = instance.Requests.ShouldHaveSingleItem();
        (request.Path, request.Body).ShouldBe(("/api/atlas/admin/notifications/failed/replay", "[17,99]"));
    }

    [Fact]
    public async Task All_failed_messages_are_gone_through_page_by_page()
    {
        await using var instance = new StubInstance(request => new StubAnswer(200, request switch
        {
            { Method: "POST" } => """{"dropped":2}""",
            _ when request.Path.EndsWith("after=0", StringComparison.Ordinal) => Failed,
            _ => """{"failed":[]}""",
        }));

        var result = await Tool.RunAsync("notifications", "drop", "--all", "--url", instance.Url.AbsoluteUri);

        result.Output.ShouldContain("2 of 2 messages dropped");
        instance.Requests.Last().Body.ShouldBe("[17,18]");
    }

    [Fact]
    public async Task Positions_are_shown_with_what_the_brokers_hold()
    {
        const string positions = """
            {"positions":[{"topic":"ATLAS_HOOK","partition":0,"position":4,"beginning":1,"end":9,"lag":5},
              {"topic":"ATLAS_HOOK","partition":1,"position":1000,"beginning":0,"end":3,"lag":0,"problem":"the brokers do not hold it"},
              {"topic":"OTHER","partition":0}],"problem":"half of them are away"}
            """;
        await using var instance = new StubInstance(_ => new StubAnswer(200, positions));

        var result = await Tool.RunAsync("notifications", "positions", "--url", instance.Url.AbsoluteUri);

        result.ExitCode.ShouldBe(ExitCodes.Ok, result.Error);
        result.Output.ShouldMatch(@"ATLAS_HOOK:0\s+4\s+1\s+9\s+5");
        result.Output.ShouldMatch(@"ATLAS_HOOK:1\s+1000\s+0\s+3\s+0\s+the brokers do not hold it");
        result.Output.ShouldMatch(@"OTHER:0\s+-\s+\?\s+\?\s+\?");
        result.Output.ShouldContain("half of them are away");
        instance.Requests.ShouldHaveSingleItem().Path.ShouldBe("/api/atlas/admin/notifications/positions");
    }

    [Fact]
    public async Task Resets_are_sent_one_by_one_each_under_an_id_of_its_own()
    {
        await using var instance = new StubInstance(_ => new StubAnswer(200, """{"topic":"ATLAS_HOOK","partition":0,"position":7,"previous":9}"""));

        var result = await Tool.RunAsync(
            "notifications", "positions", "--reset", "ATLAS_HOOK:0=7", "--reset", "ATLAS_HOOK:1=2026-01-31T12:00:00Z", "--url", instance.Url.AbsoluteUri);

        result.ExitCode.ShouldBe(ExitCodes.Ok, result.Error);
        result.Output.ShouldContain("ATLAS_HOOK:0 goes on at 7; it was at 9.");
        instance.Requests.Select(request => (request.Method, request.Body)).ShouldBe(
            [("POST", """{"topic":"ATLAS_HOOK","partition":0,"to":"7"}"""), ("POST", """{"topic":"ATLAS_HOOK","partition":1,"to":"2026-01-31T12:00:00Z"}""")]);
        instance.Requests.Select(request => request.RequestId.ShouldNotBeNull()).Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public async Task Refusal_of_a_reset_is_shown()
    {
        await using var instance = new StubInstance(_ => new StubAnswer(400, """{"errorCode":"ATLASHA-400-003","errorMessage":"12 is beyond the end"}"""));

        var result = await Tool.RunAsync("notifications", "positions", "--reset", "ATLAS_HOOK:0=12", "--url", instance.Url.AbsoluteUri);

        result.ExitCode.ShouldBe(ExitCodes.Failure);
        result.Error.ShouldContain("12 is beyond the end");
    }

    [Fact]
    public async Task Brokers_that_stay_away_are_named_when_patience_ends()
    {
        await using var instance = new StubInstance(_ => new StubAnswer(503, """{"errorCode":"ATLASHA-503-006","errorMessage":"Kafka's brokers cannot be asked: refused"}"""));

        var result = await Tool.RunAsync("notifications", "positions", "--reset", "ATLAS_HOOK:0=12", "--timeout", "0.1", "--url", instance.Url.AbsoluteUri);

        result.ExitCode.ShouldBe(ExitCodes.Failure);
        result.Error.ShouldContain("Kafka's brokers cannot be asked: refused");
    }

    [Theory]
    [InlineData("ATLAS_HOOK=3")]
    [InlineData("ATLAS_HOOK:x=3")]
    [InlineData("ATLAS_HOOK:-1=3")]
    [InlineData("ATLAS_HOOK:0")]
    [InlineData(":0=3")]
    [InlineData("ATLAS_HOOK:0=")]
    public async Task Reset_that_names_no_partition_or_place_is_wrong_usage(string reset) =>
        (await Tool.RunAsync("notifications", "positions", "--reset", reset)).ExitCode.ShouldBe(ExitCodes.Usage);

    [Theory]
    [InlineData("replay")]
    [InlineData("drop", "1", "--all")]
    public async Task Ids_and_all_exclude_each_other(params string[] arguments) =>
        (await Tool.RunAsync(["notifications", .. arguments])).ExitCode.ShouldBe(ExitCodes.Usage);
}
