using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using AtlasHa.Gateway.Security;
using AtlasHa.LeaderElection;
using AtlasHa.TestKit;
using AtlasHa.Users;
using Microsoft.AspNetCore.Http;

namespace AtlasHa.Gateway.Tests.Security;

/// <summary>Who is let in, through real HTTP.</summary>
public sealed class AccessTests : IDisposable
{
    private const string Probe = "/api/atlas/v2/probe";
    private const string Change = "/api/atlas/v2/probe/change";
    private const string Define = "/api/atlas/v2/probe/define";

    private readonly TestUsers _users = new();
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    public void Dispose()
    {
        _http.Dispose();
        _users.Dispose();
    }

    [Fact]
    public async Task Every_route_has_a_policy_and_one_without_is_served_to_nobody()
    {
        await using var gateway = await TestGateway.StartAsync(Views.ActiveHere());
        var without = gateway.Routes.Where(route => route.Metadata.GetMetadata<AccessPolicy>() is null).Select(route => route.RoutePattern.RawText).ToArray();
        without.ShouldBe(["/api/atlas/v2/probe/unguarded"], "who may call a route must be said where it is mapped");
        gateway.Routes.Count.ShouldBeGreaterThan(30);
        (await StatusAsync(gateway, HttpMethod.Get, "/api/atlas/v2/probe/unguarded")).ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Only_status_its_page_health_and_metrics_are_open()
    {
        await using var gateway = await TestGateway.StartAsync(Views.ActiveHere(), withMetrics: true);
        gateway.Routes.Where(route => route.Metadata.GetMetadata<AccessPolicy>() is { Role: null }).Select(route => route.RoutePattern.RawText == "/" ? "/" : route.RoutePattern.RawText!.TrimEnd('/')).Distinct()
            .ShouldBe(["/", "/status", "/status/page.css", "/status/page.js", "/health/live", "/health/ready", "/health/active", "/metrics", "/api/atlas/admin/status"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("GET", "/api/atlas/v2/entity/guid/{guid}", "Reader")]
    [InlineData("POST", "/api/atlas/v2/entity", "Editor")]
    [InlineData("DELETE", "/api/atlas/v2/entity/bulk", "Editor")]
    [InlineData("POST", "/api/atlas/v2/search/basic", "Reader")]
    [InlineData("POST", "/api/atlas/v2/search/quick", "Reader")]
    [InlineData("POST", "/api/atlas/v2/search/dsl/download/create_file", "Reader")]
    [InlineData("PUT", "/api/atlas/v2/search/saved", "Reader")]
    [InlineData("PUT", "/api/atlas/v2/relationship", "Editor")]
    [InlineData("GET", "/api/atlas/v2/relationship/guid/{guid}", "Reader")]
    [InlineData("GET", "/api/atlas/v2/lineage/{guid}", "Reader")]
    [InlineData("POST", "/api/atlas/v2/lineage/{guid}", "Reader")]
    [InlineData("GET", "/api/atlas/v2/glossary/term/{guid}", "Reader")]
    [InlineData("POST", "/api/atlas/v2/glossary/terms/{guid}/assignedEntities", "Editor")]
    [InlineData("POST", "/api/atlas/v2/glossary/import", "Editor")]
    [InlineData("POST", "/api/atlas/v2/glossary/search", "Reader")]
    [InlineData("POST", "/api/atlas/admin/export", "Admin")]
    [InlineData("POST", "/api/atlas/v2/glossary/create_file", "Reader")]
    [InlineData("DELETE", "/api/atlas/v2/glossary/category/{guid}", "Editor")]
    [InlineData("PUT", "/api/atlas/admin/purge", "Admin")]
    [InlineData("POST", "/api/atlas/admin/audits", "Admin")]
    [InlineData("POST", "/api/atlas/v2/search/relations", "Reader")]
    [InlineData("DELETE", "/api/atlas/admin/activeSearches/{id}", "Admin")]
    [InlineData("GET", "/api/atlas/v2/indexrecovery", "Reader")]
    [InlineData("POST", "/api/atlas/v2/indexrecovery/start", "Admin")]
    [InlineData("GET", "/api/atlas/admin/audit/{guid}/details", "Admin")]
    [InlineData("GET", "/api/atlas/v2/types/typedefs", "Reader")]
    [InlineData("PUT", "/api/atlas/v2/types/typedefs", "Admin")]
    [InlineData("GET", "/api/atlas/admin/instances", "Reader")]
    [InlineData("GET", "/status/all", "Reader")]
    [InlineData("POST", "/api/atlas/admin/switchover", "Admin")]
    [InlineData("POST", "/api/atlas/admin/pause", "Admin")]
    public async Task Routes_take_the_role_that_is_documented(string method, string pattern, string role)
    {
        await using var gateway = await TestGateway.StartAsync(Views.ActiveHere());
        var route = gateway.Routes.Single(r => r.RoutePattern.RawText!.TrimEnd('/') == pattern
            && r.Metadata.OfType<Microsoft.AspNetCore.Routing.IHttpMethodMetadata>().Any(m => m.HttpMethods.Contains(method)));
        route.Metadata.GetMetadata<AccessPolicy>()!.Role.ShouldBe(Enum.Parse<UserRole>(role));
    }

    [Fact]
    public async Task Without_users_only_this_machine_is_served()
    {
        await using var gateway = await TestGateway.StartAsync(Views.ActiveHere());
        gateway.Probe = http => http.Response.WriteAsync(User.Of(http)!.Name);
        (await _http.GetStringAsync(new Uri(gateway.Url, Probe))).ShouldBe("anonymous");

        gateway.Remote = IPAddress.Parse("192.0.2.7");
        var refused = await SendAsync(gateway, HttpMethod.Get, Probe);
        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        var error = JsonNode.Parse(await refused.Content.ReadAsStringAsync())!;
        ((string?)error["errorCode"]).ShouldBe("ATLAS-403-00-001");
        ((string?)error["errorMessage"]).ShouldNotBeNull().ShouldContain("AtlasHa:Security:UsersFile");
        (await StatusAsync(gateway, HttpMethod.Get, "/api/atlas/admin/status")).ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Basic")]
    [InlineData("Basic !!!")]
    [InlineData("Basic YWRtaW4=")]
    [InlineData("Basic YWRtaW46d3Jvbmc=")]
    [InlineData("Basic bm9ib2R5OmFkbWlu")]
    [InlineData("Bearer YWRtaW46YWRtaW4=")]
    public async Task Request_without_right_credentials_gets_401_with_a_challenge(string? header)
    {
        await using var gateway = await GuardedAsync(Views.ActiveHere());
        for (var i = 0; i < 2; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(gateway.Url, Probe));
            if (header is not null) request.Headers.TryAddWithoutValidation("Authorization", header);
            using var answer = await _http.SendAsync(request);
            answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
            answer.Headers.WwwAuthenticate.Single().Scheme.ShouldBe("Basic");
        }
        (await StatusAsync(gateway, HttpMethod.Get, "/api/atlas/admin/status")).ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("reader", 200, 403, 403)]
    [InlineData("editor", 200, 200, 403)]
    [InlineData("admin", 200, 200, 200)]
    public async Task Role_decides_what_a_user_may_do(string user, int read, int change, int define)
    {
        await using var gateway = await GuardedAsync(Views.ActiveHere());
        gateway.Probe = http => http.Response.WriteAsync(User.Of(http)!.Name);
        var credentials = TestUsers.Credentials(user);
        using var answer = await SendAsync(gateway, HttpMethod.Get, Probe, credentials);
        ((int)answer.StatusCode).ShouldBe(read);
        (await answer.Content.ReadAsStringAsync()).ShouldBe(user);
        ((int)await StatusAsync(gateway, HttpMethod.Post, Change, credentials)).ShouldBe(change);
        ((int)await StatusAsync(gateway, HttpMethod.Post, Define, credentials)).ShouldBe(define);
    }

    [Fact]
    public async Task Other_credentials_on_the_same_connection_are_those_of_another_user()
    {
        await using var gateway = await GuardedAsync(Views.ActiveHere());
        gateway.Probe = http => http.Response.WriteAsync(User.Of(http)!.Name);
        foreach (var user in (string[])["reader", "admin", "reader", "reader", "editor"])
        {
            using var answer = await SendAsync(gateway, HttpMethod.Get, Probe, TestUsers.Credentials(user));
            (await answer.Content.ReadAsStringAsync()).ShouldBe(user);
        }
        (await StatusAsync(gateway, HttpMethod.Get, Probe, TestUsers.Credentials("editor", "wrong"))).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Passive_asks_for_credentials_before_it_redirects()
    {
        await using var gateway = await GuardedAsync(Views.ActiveElsewhere());
        using var refused = await SendAsync(gateway, HttpMethod.Post, Change);
        (refused.StatusCode, refused.Headers.Location).ShouldBe((HttpStatusCode.Unauthorized, null));
        (await StatusAsync(gateway, HttpMethod.Post, Change, TestUsers.Credentials("reader"))).ShouldBe(HttpStatusCode.Forbidden);
        using var redirect = await SendAsync(gateway, HttpMethod.Post, Change, TestUsers.Credentials("editor"));
        (redirect.StatusCode, redirect.Headers.Location?.Authority).ShouldBe((HttpStatusCode.TemporaryRedirect, "other.example:21001"));
    }

    [Fact]
    public async Task Passive_that_forwards_asks_first_and_carries_the_credentials_on()
    {
        await using var active = await GuardedAsync(Views.ActiveHere());
        active.Probe = http => http.Response.WriteAsync(User.Of(http)!.Name);
        await using var passive = await GuardedAsync(Views.ActiveAt(active.Url), "Forward");
        (await StatusAsync(passive, HttpMethod.Post, Change)).ShouldBe(HttpStatusCode.Unauthorized);
        active.Seen.ShouldBeEmpty();
        using var answer = await SendAsync(passive, HttpMethod.Post, Change, TestUsers.Credentials("editor"));
        (await answer.Content.ReadAsStringAsync()).ShouldBe("editor");
    }

    [Fact]
    public async Task Changed_file_counts_without_a_restart()
    {
        await using var gateway = await GuardedAsync(Views.ActiveHere());
        (await StatusAsync(gateway, HttpMethod.Get, Probe, TestUsers.Credentials("reader"))).ShouldBe(HttpStatusCode.OK);
        _users.Write(TestUsers.Entry("reader", "READER", "new"));
        await Eventually.TrueAsync("the old password is refused", async () =>
            await StatusAsync(gateway, HttpMethod.Get, Probe, TestUsers.Credentials("reader")) == HttpStatusCode.Unauthorized);
        (await StatusAsync(gateway, HttpMethod.Get, Probe, TestUsers.Credentials("reader", "new"))).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync(gateway, HttpMethod.Get, Probe, TestUsers.Credentials("admin"))).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("Mozilla/5.0 (X11)", "POST", false, 400)]
    [InlineData("Mozilla/5.0 (X11)", "POST", true, 200)]
    [InlineData("Mozilla/5.0 (X11)", "GET", false, 200)]
    [InlineData("python-requests/2.32", "POST", false, 200)]
    public async Task Foreign_page_cannot_make_a_browser_change_something(string agent, string method, bool withHeader, int status)
    {
        await using var gateway = await TestGateway.StartAsync(Views.ActiveHere());
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(gateway.Url, Change));
        request.Headers.TryAddWithoutValidation("User-Agent", agent);
        if (withHeader) request.Headers.Add("X-XSRF-HEADER", "\"\"");
        using var answer = await _http.SendAsync(request);
        ((int)answer.StatusCode).ShouldBe(status);
    }

    private Task<TestGateway> GuardedAsync(ElectionView view, string passiveMode = "Redirect")
        => TestGateway.StartAsync(view, passiveMode: passiveMode, usersFile: _users.Path);

    private async Task<HttpResponseMessage> SendAsync(TestGateway gateway, HttpMethod method, string path, AuthenticationHeaderValue? credentials = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(gateway.Url, path));
        request.Headers.Authorization = credentials;
        return await _http.SendAsync(request);
    }

    private async Task<HttpStatusCode> StatusAsync(TestGateway gateway, HttpMethod method, string path, AuthenticationHeaderValue? credentials = null)
    {
        using var answer = await SendAsync(gateway, method, path, credentials);
        return answer.StatusCode;
    }
}
