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

    [Theory]
    [InlineData("replay")]
    [InlineData("drop", "1", "--all")]
    public async Task Ids_and_all_exclude_each_other(params string[] arguments) =>
        (await Tool.RunAsync(["notifications", .. arguments])).ExitCode.ShouldBe(ExitCodes.Usage);
}
