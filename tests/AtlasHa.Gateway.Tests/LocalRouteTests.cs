using System.Text.Json.Nodes;
using AtlasHa.LeaderElection;

namespace AtlasHa.Gateway.Tests;

/// <summary>Routes that every instance answers itself.</summary>
public sealed class LocalRouteTests
{
    public static TheoryData<string> Roles() => new(Enum.GetNames<RoleState>());

    [Theory, MemberData(nameof(Roles))]
    public async Task Status_version_and_liveness_are_answered_in_every_state(string role)
    {
        var view = role == nameof(RoleState.Active) ? Views.ActiveHere() : Views.Of(Enum.Parse<RoleState>(role), otherActive: true);
        await using var gateway = await TestGateway.StartAsync(view);
        foreach (var path in (string[])["/api/atlas/admin/status", "/api/atlas/admin/version", "/api/atlas/admin/instances", "/health/live", "/health/ready"])
            (await gateway.RawAsync("GET", path)).ShouldStartWith("HTTP/1.1 200 ", customMessage: path);
    }

    [Fact]
    public async Task Head_is_answered_locally_wherever_get_is()
    {
        await using var gateway = await TestGateway.StartAsync(Views.ActiveElsewhere());
        var answer = await gateway.RawAsync("HEAD", "/api/atlas/admin/status");
        answer.ShouldStartWith("HTTP/1.1 200 ");
        answer.ShouldEndWith("\r\n\r\n", customMessage: "an answer to HEAD has no body");
    }

    [Fact]
    public async Task Status_has_atlas_member_and_ours()
    {
        await using var gateway = await TestGateway.StartAsync(Views.ActiveElsewhere());
        var status = await JsonAsync(gateway, "/api/atlas/admin/status");
        status.ToJsonString().ShouldBe(
            """{"Status":"PASSIVE","instanceId":"self","activeInstanceId":"other","activeUrl":"http://other.example:21001","epoch":7,"uptimeMs":5,"zooKeeperAgeMs":3}""");
    }

    [Fact]
    public async Task Version_has_atlas_members()
    {
        await using var gateway = await TestGateway.StartAsync(Views.Nobody());
        var version = await JsonAsync(gateway, "/api/atlas/admin/version");
        foreach (var member in (string[])["Version", "Revision", "Name", "Description"]) ((string?)version[member]).ShouldNotBeNullOrEmpty(member);
    }

    [Fact]
    public async Task Health_active_is_200_only_on_the_active()
    {
        await using var gateway = await TestGateway.StartAsync(Views.ActiveElsewhere());
        (await gateway.RawAsync("GET", "/health/active")).ShouldStartWith("HTTP/1.1 503 ");
        gateway.Election.Set(Views.Nobody(RoleState.BecomingActive));
        (await gateway.RawAsync("GET", "/health/active")).ShouldStartWith("HTTP/1.1 503 ");
        gateway.Election.Set(Views.ActiveHere());
        (await gateway.RawAsync("GET", "/health/active")).ShouldStartWith("HTTP/1.1 200 ");
        (await gateway.RawAsync("HEAD", "/health/active")).ShouldStartWith("HTTP/1.1 200 ");
    }

    [Fact]
    public async Task Health_ready_is_503_without_zookeeper_and_before_registration()
    {
        await using var gateway = await TestGateway.StartAsync(Views.ActiveElsewhere() with { Connected = false });
        (await gateway.RawAsync("GET", "/health/ready")).ShouldStartWith("HTTP/1.1 503 ");
        gateway.Election.Set(Views.ActiveHere() with { Connected = false });
        (await gateway.RawAsync("GET", "/health/ready")).ShouldStartWith("HTTP/1.1 200 ", customMessage: "the active serves in failsafe");
        gateway.Election.Set(ElectionView.Empty("self") with { Connected = true });
        (await gateway.RawAsync("GET", "/health/ready")).ShouldStartWith("HTTP/1.1 503 ");
        (await gateway.RawAsync("GET", "/health/live")).ShouldStartWith("HTTP/1.1 200 ");
    }

    [Fact]
    public async Task Liveness_and_readiness_are_texts_on_the_active_and_internal_errors_elsewhere()
    {
        await using var gateway = await TestGateway.StartAsync(Views.ActiveElsewhere());
        foreach (var path in (string[])["/api/atlas/admin/liveness", "/api/atlas/admin/readiness"])
        {
            gateway.Election.Set(Views.ActiveElsewhere());
            var refused = await gateway.RawAsync("GET", path);
            refused.ShouldStartWith("HTTP/1.1 500 ", customMessage: path);
            refused.ShouldContain("ATLAS-500-00-001");
            gateway.Election.Set(Views.ActiveHere());
            var answer = await gateway.RawAsync("GET", path);
            answer.ShouldStartWith("HTTP/1.1 200 ", customMessage: path);
            answer.ShouldContain("Service is ");
        }
    }

    [Fact]
    public async Task Session_names_the_user_and_what_atlas_own_pages_ask_for()
    {
        await using var gateway = await TestGateway.StartAsync(Views.ActiveElsewhere());
        var session = await JsonAsync(gateway, "/api/atlas/admin/session");
        ((string?)session["userName"], (string?)session["groups"]![0], (bool?)session["atlas.entity.create.allowed"]).ShouldBe(("anonymous", "ADMIN", true));
        ((string?)session["_csrfToken"])!.Length.ShouldBe(20);
        ((string?)session["atlas.rest-csrf.custom-header"]).ShouldBe("X-XSRF-HEADER");
    }

    private static async Task<JsonNode> JsonAsync(TestGateway gateway, string path)
    {
        using var http = new HttpClient();
        return JsonNode.Parse(await http.GetStringAsync(new Uri(gateway.Url, path)))!;
    }
}
