using AtlasHa.Catalog.Model.Cluster;
using AtlasHa.LeaderElection;
using AtlasHa.TestKit;
using Microsoft.AspNetCore.Http;

namespace AtlasHa.Gateway.Tests;

/// <summary>What a client gets over a real connection from an instance that cannot serve it.</summary>
public sealed class RedirectTests
{
    [Theory]
    [InlineData("/api/atlas/v2/entity/guid/1?minExtInfo=true")]
    [InlineData("/api/atlas/v2/search/basic?query=a%26b%2Bc%23d&x=%zz")]
    [InlineData("/api/atlas/v2/entity/bulk//classification?a=1&a=2")]
    [InlineData("/api/atlas/v2/types;/admin/status")]
    [InlineData("/api/atlas//admin/status")]
    [InlineData("/api/atlas/v2/x/%2e%2e/%2F?")]
    [InlineData("/api/atlas/admin/metrics")]
    public async Task Passive_redirects_with_the_raw_path_and_query(string target)
    {
        await using var gateway = await TestGateway.StartAsync(Views.ActiveElsewhere());
        var answer = await gateway.RawAsync("GET", target);
        answer.ShouldStartWith("HTTP/1.1 302 ");
        Header(answer, "Location").ShouldBe(Views.OtherUrl + target);
    }

    [Fact]
    public async Task Passive_redirects_head_with_302()
    {
        await using var gateway = await TestGateway.StartAsync(Views.ActiveElsewhere());
        (await gateway.RawAsync("HEAD", "/api/atlas/v2/probe")).ShouldStartWith("HTTP/1.1 302 ");
    }

    [Fact]
    public async Task Redirect_goes_to_the_registered_url_whatever_host_the_request_names()
    {
        await using var gateway = await TestGateway.StartAsync(Views.ActiveElsewhere());
        var answer = await gateway.RawAsync("POST", "http://evil.example/api/atlas/v2/entity?a=1", "X-Forwarded-Host: evil.example");
        answer.ShouldStartWith("HTTP/1.1 307 ");
        Header(answer, "Location").ShouldBe(Views.OtherUrl + "/api/atlas/v2/entity?a=1");
    }

    [Fact]
    public async Task Request_gets_503_with_retry_after_when_nobody_becomes_active()
    {
        await using var gateway = await TestGateway.StartAsync(Views.Nobody(), holdTimeout: "00:00:00");
        var answer = await gateway.RawAsync("GET", "/api/atlas/v2/types/typedefs");
        answer.ShouldStartWith("HTTP/1.1 503 ");
        Header(answer, "Retry-After").ShouldBe("2");
        answer.ShouldContain("ATLASHA-503-001");
    }

    [Theory]
    [InlineData(RoleState.Passive)]
    [InlineData(RoleState.BecomingActive)]
    [InlineData(RoleState.BecomingPassive)]
    public async Task Request_is_held_and_redirected_when_another_becomes_active(RoleState role)
    {
        await using var gateway = await TestGateway.StartAsync(Views.Nobody(role));
        var answer = gateway.RawAsync("POST", "/api/atlas/v2/entity");
        await Eventually.TrueAsync("the request is held", () => gateway.Election.Waiting == 1);

        gateway.Election.Set(Views.ActiveElsewhere());

        (await answer).ShouldStartWith("HTTP/1.1 307 ");
    }

    [Fact]
    public async Task Request_is_held_and_served_when_this_instance_becomes_active()
    {
        await using var gateway = await TestGateway.StartAsync(Views.Nobody(RoleState.BecomingActive));
        var answer = gateway.RawAsync("GET", "/api/atlas/v2/probe");
        await Eventually.TrueAsync("the request is held", () => gateway.Election.Waiting == 1);

        gateway.Election.Set(Views.ActiveHere());

        (await answer).ShouldContain("served");
    }

    [Fact]
    public async Task Request_refused_by_an_instance_that_just_left_office_follows_the_next_active()
    {
        await using var gateway = await TestGateway.StartAsync(Views.ActiveHere());
        gateway.Probe = _ => throw new NotActiveException("gone");
        var answer = gateway.RawAsync("POST", "/api/atlas/v2/probe");
        await Eventually.TrueAsync("the request is held", () => gateway.Election.Waiting == 1);

        gateway.Election.Set(Views.ActiveElsewhere());

        var text = await answer;
        text.ShouldStartWith("HTTP/1.1 307 ");
        Header(text, "Location").ShouldBe(Views.OtherUrl + "/api/atlas/v2/probe");
    }

    [Fact]
    public async Task Read_refused_once_is_served_again_when_this_instance_is_back_in_office()
    {
        await using var gateway = await TestGateway.StartAsync(Views.ActiveHere());
        gateway.Probe = _ => throw new NotActiveException("gone");
        var answer = gateway.RawAsync("GET", "/api/atlas/v2/probe");
        await Eventually.TrueAsync("the request is held", () => gateway.Election.Waiting == 1);

        gateway.Probe = http => http.Response.WriteAsync("second term");
        gateway.Election.Set(Views.ActiveHere());

        (await answer).ShouldContain("second term");
    }

    [Fact]
    public async Task Redirect_counts_hops_and_stops_at_the_limit()
    {
        await using var gateway = await TestGateway.StartAsync(Views.ActiveElsewhere());
        Header(await gateway.RawAsync("GET", "/api/atlas/v2/probe"), "X-Atlas-Ha-Hops").ShouldBe("1");
        Header(await gateway.RawAsync("GET", "/api/atlas/v2/probe", "X-Atlas-Ha-Hops: 2"), "X-Atlas-Ha-Hops").ShouldBe("3");
        var stopped = await gateway.RawAsync("GET", "/api/atlas/v2/probe", "X-Atlas-Ha-Hops: 3");
        stopped.ShouldStartWith("HTTP/1.1 503 ");
        stopped.ShouldContain("ATLASHA-503-002");
    }

    internal static string? Header(string answer, string name) => answer.Split("\r\n")
        .FirstOrDefault(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..].Trim();
}
