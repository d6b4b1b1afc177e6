using System.Text.RegularExpressions;
using AtlasHa.Catalog.Model.Cluster;
using AtlasHa.Catalog.Model.Errors;
using AtlasHa.Catalog.Model.Instances;

namespace AtlasHa.Gateway.Tests;

/// <summary>A kept answer looks to its client exactly like a fresh one.</summary>
public sealed partial class EntityAnswerTests
{
    private const string Path = "/api/atlas/v2/entity/guid/g1";
    private static readonly JsonAnswer Answer = new("""{"entity":{"guid":"g1","attributes":{"name":"Käse"}}}"""u8.ToArray());

    [Theory]
    [InlineData("GET", Path)]
    [InlineData("HEAD", Path)]
    [InlineData("GET", Path + "/header")]
    [InlineData("GET", "/api/atlas/v2/entity/uniqueAttribute/type/DataSet?attr:qualifiedName=q")]
    public async Task Kept_and_fresh_answer_are_the_same_bytes(string method, string target)
    {
        await using var gateway = await TestGateway.StartAsync(Views.ActiveHere());
        gateway.Answers.Active = _ => Answer;
        var fresh = await gateway.RawAsync(method, target, "X-Request-Id: r1");

        gateway.Answers.Kept = _ => Answer;
        gateway.Answers.Active = _ => throw new InvalidOperationException("it is kept");
        var kept = await gateway.RawAsync(method, target, "X-Request-Id: r1");

        WithoutDate(kept).ShouldBe(WithoutDate(fresh));
        kept.ShouldStartWith("HTTP/1.1 200 ");
        kept.ShouldContain($"Content-Length: {Answer.Utf8.Length}\r\n");
        kept.ShouldContain("Content-Type: application/json;charset=UTF-8\r\n");
        kept.ShouldContain("requestId: r1\r\n");
        kept.EndsWith('}').ShouldBe(method == "GET");
    }

    [Theory]
    [InlineData(Path, "g1", null, false, false)]
    [InlineData(Path + "?minExtInfo=true", "g1", null, true, false)]
    [InlineData(Path + "?ignoreRelationships=TRUE&minExtInfo=no", "g1", null, false, true)]
    [InlineData("/api/atlas/v2/entity/uniqueAttribute/type/DataSet?attr:qualifiedName=q&minExtInfo=true", null, "DataSet", true, false)]
    public async Task Request_is_looked_up_by_all_that_its_answer_depends_on(string target, string? guid, string? typeName, bool minExtInfo, bool ignoreRelationships)
    {
        await using var gateway = await TestGateway.StartAsync(Views.ActiveHere());
        EntityQuestion? asked = null;
        gateway.Answers.Kept = question =>
        {
            asked = question;
            return Answer;
        };

        await gateway.RawAsync("GET", target);

        var options = new EntityReadOptions { MinExtInfo = minExtInfo, IgnoreRelationships = ignoreRelationships };
        asked.ShouldBe(guid is not null
            ? EntityQuestion.ByGuid(guid, options)
            : EntityQuestion.ByUniqueAttributes(typeName!, new Dictionary<string, string> { ["qualifiedName"] = "q" }, options));
    }

    [Fact]
    public async Task Read_under_which_the_office_was_lost_is_redirected_to_the_next_active()
    {
        await using var gateway = await TestGateway.StartAsync(Views.ActiveHere());
        gateway.Answers.Kept = _ =>
        {
            gateway.Election.Set(Views.ActiveElsewhere());
            throw new NotActiveException("superseded");
        };

        var answer = await gateway.RawAsync("GET", Path);

        answer.ShouldStartWith("HTTP/1.1 302 ");
        answer.ShouldContain($"Location: {Views.OtherUrl}{Path}\r\n");
    }

    [Fact]
    public async Task Store_that_cannot_confirm_gives_503()
    {
        await using var gateway = await TestGateway.StartAsync(Views.ActiveHere());
        gateway.Answers.Kept = _ => throw new ServiceUnavailableException("no answer", outcomeUnknown: false);
        var answer = await gateway.RawAsync("GET", Path);
        answer.ShouldStartWith("HTTP/1.1 503 ");
        answer.ShouldContain("ATLASHA-503-003");
    }

    [Fact]
    public async Task Refusal_of_the_active_reaches_the_client()
    {
        await using var gateway = await TestGateway.StartAsync(Views.ActiveHere());
        gateway.Answers.Active = _ => throw new AtlasException(AtlasErrorCode.InstanceGuidNotFound, "g1");
        (await gateway.RawAsync("GET", Path)).ShouldStartWith("HTTP/1.1 404 ");
    }

    private static string WithoutDate(string answer) => Date().Replace(answer, "");

    [GeneratedRegex("Date: [^\r]*\r\n")]
    private static partial Regex Date();
}
