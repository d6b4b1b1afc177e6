using System.Text.Json;
using AtlasHa.Catalog.Model.Cluster;
using AtlasHa.Catalog.Model.Errors;

namespace AtlasHa.Gateway.Tests;

/// <summary>What a failing request on the active gives its client.</summary>
public sealed class ErrorTests
{
    [Fact]
    public async Task Atlas_error_has_its_status_and_body()
    {
        var answer = await AnswerAsync(new AtlasException(AtlasErrorCode.InstanceGuidNotFound, "g1"));
        answer.ShouldStartWith("HTTP/1.1 404 ");
        answer.ShouldContain("{\"errorCode\":\"ATLAS-404-00-005\",\"errorMessage\":");
    }

    [Fact]
    public async Task Refusal_that_passes_by_itself_says_when_to_come_again()
    {
        var answer = await AnswerAsync(new AtlasException(AtlasHaErrorCode.QueueFull, "100003 messages", 100_000, "MaxWaiting"));
        answer.ShouldStartWith("HTTP/1.1 503 ");
        answer.ShouldContain("Retry-After: 2");
        answer.ShouldContain("X-Atlas-Ha-Error: ATLASHA-503-005");
        answer.ShouldContain("\"errorMessage\":\"100003 messages wait");
    }

    [Fact]
    public async Task Malformed_json_gives_400_with_the_parsers_message()
    {
        var answer = await AnswerAsync(new JsonException("'x' is an invalid start of a value"));
        answer.ShouldStartWith("HTTP/1.1 400 ");
        answer.ShouldContain("{\"error\":");
    }

    [Theory]
    [InlineData(false, "ATLASHA-503-003")]
    [InlineData(true, "ATLASHA-503-004")]
    public async Task Store_failure_gives_503_and_says_whether_the_change_may_have_been_made(bool outcomeUnknown, string code)
    {
        var answer = await AnswerAsync(new ServiceUnavailableException("disk full", outcomeUnknown));
        answer.ShouldStartWith("HTTP/1.1 503 ");
        answer.ShouldContain("Retry-After: 2");
        answer.ShouldContain(code);
    }

    [Fact]
    public async Task Call_that_ran_out_of_time_is_not_laid_to_a_change_of_the_active()
    {
        var answer = await AnswerAsync(new TimeoutException("Response did not arrive on time"));
        answer.ShouldStartWith("HTTP/1.1 503 ");
        answer.ShouldContain("ATLASHA-503-004");
        answer.ShouldContain("took longer than");
        answer.ShouldNotContain("change of the active");
    }

    [Theory]
    [InlineData("X-Request-Id: abc-1", "Repeating the request with X-Request-Id: abc-1 is safe")]
    [InlineData("X-Other: 1", "Read before repeating it")]
    public async Task Unknown_outcome_says_whether_the_request_can_be_repeated(string header, string advice)
        => (await AnswerAsync(new ServiceUnavailableException("disk full", outcomeUnknown: true), header)).ShouldContain(advice);

    [Fact]
    public async Task Unexpected_failure_gives_500_with_the_request_id_and_no_details()
    {
        var answer = await AnswerAsync(new InvalidOperationException("secret detail"), "X-Request-Id: abc-1");
        answer.ShouldStartWith("HTTP/1.1 500 ");
        answer.ShouldContain("(ID abc-1)");
        answer.ShouldContain("requestId: abc-1");
        answer.ShouldNotContain("secret");
    }

    [Fact]
    public async Task Unknown_route_below_the_api_gives_404_on_the_active()
    {
        await using var gateway = await TestGateway.StartAsync(Views.ActiveHere());
        (await gateway.RawAsync("GET", "/api/atlas/v2/no/such/route")).ShouldStartWith("HTTP/1.1 404 ");
    }

    private static async Task<string> AnswerAsync(Exception failure, params string[] headers)
    {
        await using var gateway = await TestGateway.StartAsync(Views.ActiveHere());
        gateway.Probe = _ => throw failure;
        return await gateway.RawAsync("GET", "/api/atlas/v2/probe", headers);
    }
}
