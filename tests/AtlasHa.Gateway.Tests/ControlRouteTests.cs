using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using AtlasHa.LeaderElection;

namespace AtlasHa.Gateway.Tests;

/// <summary>Operators' requests over HTTP: taken by every instance, and refused with a status and a code of their own.</summary>
public sealed class ControlRouteTests
{
    public static TheoryData<string> Roles() => new(Enum.GetNames<RoleState>());

    [Theory, MemberData(nameof(Roles))]
    public async Task Switchover_is_taken_by_instances_of_every_role(string role)
    {
        var view = role == nameof(RoleState.Active) ? Views.ActiveHere() : Views.Of(Enum.Parse<RoleState>(role), otherActive: true);
        await using var gateway = await TestGateway.StartAsync(view);

        var (status, body) = await PostAsync(gateway, "switchover", """{"candidate":"id2"}""");

        status.ShouldBe(HttpStatusCode.OK);
        ((string?)body["status"], (string?)body["from"], (string?)body["to"], (long?)body["epoch"]).ShouldBe(("done", "id1", "id2", 8L));
        ((long)body["millis"]!).ShouldBeGreaterThanOrEqualTo(0);
        gateway.Control.Calls.ShouldBe(["id2", "wait"]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("{}")]
    [InlineData("""{"candidate":null}""")]
    [InlineData("""{"candidate":""}""")]
    public async Task Candidate_may_be_left_out(string? json)
    {
        await using var gateway = await TestGateway.StartAsync(Views.ActiveHere());
        (await PostAsync(gateway, "switchover", json)).Status.ShouldBe(HttpStatusCode.OK);
        gateway.Control.Calls[0].ShouldBeNull();
    }

    [Fact]
    public async Task Switchover_that_is_not_waited_for_is_accepted()
    {
        await using var gateway = await TestGateway.StartAsync(Views.ActiveHere());
        var (status, body) = await PostAsync(gateway, "switchover?wait=false", """{"candidate":"id2"}""");
        status.ShouldBe(HttpStatusCode.Accepted);
        body.ToJsonString().ShouldBe("""{"status":"accepted","from":"id1","to":"id2"}""");
        gateway.Control.Calls.ShouldBe(["id2"]);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"cadidate":"id2"}""")]
    public async Task Body_that_is_not_understood_moves_nothing(string json)
    {
        await using var gateway = await TestGateway.StartAsync(Views.ActiveHere());
        (await PostAsync(gateway, "switchover", json)).Status.ShouldBe(HttpStatusCode.BadRequest);
        gateway.Control.Calls.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(SwitchoverRefusal.UnknownCandidate, 404, "ATLASHA-404-001")]
    [InlineData(SwitchoverRefusal.CandidateDown, 409, "ATLASHA-409-001")]
    [InlineData(SwitchoverRefusal.CandidateExcluded, 409, "ATLASHA-409-002")]
    [InlineData(SwitchoverRefusal.CandidateNotReady, 409, "ATLASHA-409-003")]
    [InlineData(SwitchoverRefusal.AlreadyActive, 409, "ATLASHA-409-004")]
    [InlineData(SwitchoverRefusal.NoOtherInstance, 409, "ATLASHA-409-005")]
    [InlineData(SwitchoverRefusal.PausedWithoutCandidate, 409, "ATLASHA-409-006")]
    [InlineData(SwitchoverRefusal.AnotherPending, 409, "ATLASHA-409-007")]
    [InlineData(SwitchoverRefusal.GivenUp, 409, "ATLASHA-409-008")]
    public async Task Refusals_have_a_status_and_a_code_each(SwitchoverRefusal refusal, int status, string code)
    {
        await using var gateway = await TestGateway.StartAsync(Views.ActiveHere());
        gateway.Control.Fails = new SwitchoverRefusedException(refusal, "why and what to do");

        var answer = await PostAsync(gateway, "switchover", """{"candidate":"id2"}""");

        ((int)answer.Status).ShouldBe(status);
        answer.Body.ToJsonString().ShouldBe($$"""{"errorCode":"{{code}}","errorMessage":"why and what to do"}""");
    }

    [Theory]
    [InlineData(true, "ATLASHA-503-001")]
    [InlineData(false, "ATLASHA-503-010")]
    public async Task Control_that_cannot_work_at_the_moment_answers_503(bool nobodyActive, string code)
    {
        await using var gateway = await TestGateway.StartAsync(Views.Nobody());
        gateway.Control.Fails = new ControlUnavailableException(nobodyActive, "why");
        foreach (var route in (string[])["switchover", "pause", "resume"])
        {
            var answer = await PostAsync(gateway, route, null);
            answer.Status.ShouldBe(HttpStatusCode.ServiceUnavailable, route);
            ((string?)answer.Body["errorCode"]).ShouldBe(code);
        }
    }

    [Fact]
    public async Task Pause_and_resume_answer_what_is_in_force()
    {
        await using var gateway = await TestGateway.StartAsync(Views.ActiveElsewhere());
        (await PostAsync(gateway, "pause", """{"reason":"upgrade"}""")).Body.ToJsonString()
            .ShouldBe("""{"paused":true,"pause":{"by":"127.0.0.1","at":"2026-01-02T03:04:05\u002B00:00","reason":"upgrade"}}""");
        (await PostAsync(gateway, "resume", null)).Body.ToJsonString().ShouldBe("""{"paused":false}""");
        gateway.Control.Calls.ShouldBe(["upgrade", "resume"]);
    }

    [Theory]
    [InlineData("status")]
    [InlineData("instances")]
    public async Task Pause_and_pending_switchover_are_shown(string route)
    {
        await using var gateway = await TestGateway.StartAsync(Views.ActiveElsewhere() with
        {
            Pause = new PauseInfo("ann", null, "upgrade"),
            PendingSwitchover = new SwitchoverRequest("r", "other", 7, "self", "bob", DateTimeOffset.UnixEpoch),
        });
        using var http = new HttpClient();
        var body = JsonNode.Parse(await http.GetStringAsync(new Uri(gateway.Url, $"/api/atlas/admin/{route}")))!;
        ((bool?)body["paused"]).ShouldBe(true);
        body["pause"]!.ToJsonString().ShouldBe("""{"by":"ann","reason":"upgrade"}""");
        ((string?)body["switchover"]!["from"], (string?)body["switchover"]!["to"], (string?)body["switchover"]!["requestedBy"]).ShouldBe(("other", "self", "bob"));
    }

    [Fact]
    public async Task History_is_answered_by_a_passive_too()
    {
        await using var gateway = await TestGateway.StartAsync(Views.ActiveElsewhere());
        using var http = new HttpClient();
        var changes = JsonNode.Parse(await http.GetStringAsync(new Uri(gateway.Url, "/api/atlas/admin/history")))!["changes"]!.AsArray();
        changes.Count.ShouldBe(2);
        JsonNode.DeepEquals(changes[1], JsonNode.Parse("""
            {"epoch":2,"from":"id1","to":"id2","reason":"the instance stops","at":"2026-01-02T03:04:05+00:00","claimMs":1,"activateMs":2,"publishMs":3,"gapMs":12}
            """)).ShouldBeTrue(changes[1]!.ToJsonString());
    }

    [Fact]
    public async Task History_that_cannot_be_read_at_the_moment_is_503()
    {
        await using var gateway = await TestGateway.StartAsync(Views.ActiveElsewhere());
        gateway.Control.Fails = new ControlUnavailableException(nobodyActive: false, "why");
        using var http = new HttpClient();
        (await http.GetAsync(new Uri(gateway.Url, "/api/atlas/admin/history"))).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
    }

    private static async Task<(HttpStatusCode Status, JsonNode Body)> PostAsync(TestGateway gateway, string route, string? json)
    {
        using var http = new HttpClient();
        using var content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await http.PostAsync(new Uri(gateway.Url, $"/api/atlas/admin/{route}"), content);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
    }
}
