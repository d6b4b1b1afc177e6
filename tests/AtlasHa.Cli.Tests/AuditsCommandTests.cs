using AtlasHa.Cli.Tests.Support;
using AtlasHa.TestKit;

namespace AtlasHa.Cli.Tests;

public sealed class AuditsCommandTests
{
    private const string Entries = """
        [{"guid":"g1","userName":"ann","operation":"PURGE","params":"[11111111-0000-0000-0000-000000000001, 11111111-0000-0000-0000-000000000002]","startTime":1700000000000,
          "endTime":1700000000005,"clientId":"10.0.0.1","result":"x","resultCount":2},
         {"guid":"g2","userName":"atlas","operation":"SERVER_START","startTime":1700000000000,"endTime":1700000000005,"resultCount":0}]
        """;

    [Fact]
    public async Task Entries_are_shown_as_a_table_newest_first()
    {
        await using var instance = new StubInstance(_ => new StubAnswer(200, Entries));

        var result = await Tool.RunAsync("audits", "--url", instance.Url.AbsoluteUri);

        result.ExitCode.ShouldBe(ExitCodes.Ok, result.Error);
        result.Output.ShouldMatch(@"2023-11-14 22:13:20Z\s+PURGE\s+ann\s+10\.0\.0\.1\s+2\s+\[11111111");
        result.Output.ShouldMatch(@"2023-11-14 22:13:20Z\s+SERVER_START\s+atlas\s+0");
        var request = instance.Requests.ShouldHaveSingleItem();
        (request.Method, request.Path, request.Body).ShouldBe(
            ("POST", "/api/atlas/admin/audits", """{"auditFilters":{},"limit":50,"offset":0,"sortBy":"startTime","sortOrder":"DESCENDING"}"""));
    }

    [Fact]
    public async Task Operation_user_and_number_are_asked_for_and_json_is_as_it_came()
    {
        await using var instance = new StubInstance(_ => new StubAnswer(200, Entries));

        var result = await Tool.RunAsync("audits", "--operation", "PURGE", "--by", "ann", "--limit", "7", "--json", "--url", instance.Url.AbsoluteUri);

        result.Output.ShouldContain("\"operation\": \"PURGE\"");
        instance.Requests.Single().Body.ShouldBe(
            """{"auditFilters":{"condition":"AND","criterion":[{"attributeName":"operation","operator":"=","attributeValue":"PURGE"},{"attributeName":"userName","operator":"=","attributeValue":"ann"}]},"limit":7,"offset":0,"sortBy":"startTime","sortOrder":"DESCENDING"}""");
    }

    [Fact]
    public async Task Nothing_found_is_said()
    {
        await using var instance = new StubInstance(_ => new StubAnswer(200, "[]"));
        (await Tool.RunAsync("audits", "--url", instance.Url.AbsoluteUri)).Output.ShouldContain("No entry.");
    }

    [Fact]
    public async Task Refusal_is_a_failure_with_the_reason()
    {
        await using var instance = new StubInstance(_ => new StubAnswer(403, """{"errorCode":"ATLAS-403-00-001","errorMessage":"bob is not authorized"}"""));

        var result = await Tool.RunAsync("audits", "--url", instance.Url.AbsoluteUri);

        result.ExitCode.ShouldBe(ExitCodes.Failure);
        result.Error.ShouldContain("bob is not authorized");
    }

    [Fact]
    public async Task Number_of_entries_has_bounds() =>
        (await Tool.RunAsync("audits", "--limit", "0")).ExitCode.ShouldBe(ExitCodes.Usage);
}
