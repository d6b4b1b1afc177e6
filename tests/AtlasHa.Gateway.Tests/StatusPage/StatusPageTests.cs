using System.Net;
using AtlasHa.Gateway.Tests.Security;
using AtlasHa.LeaderElection;
using AtlasHa.TestKit;

namespace AtlasHa.Gateway.Tests.StatusPage;

/// <summary>The page for people, through real HTTP.</summary>
public sealed class StatusPageTests : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task Active_and_passive_answer_it_themselves_and_the_root_leads_there()
    {
        await using var gateway = await TestGateway.StartAsync(Views.ActiveElsewhere());
        foreach (var method in (string[])["GET", "HEAD"])
        {
            var root = await gateway.RawAsync(method, "/");
            root.ShouldStartWith("HTTP/1.1 302 ");
            root.ShouldContain("Location: /status\r\n");
            (await gateway.RawAsync(method, "/status")).ShouldStartWith("HTTP/1.1 200 ");
        }

        (await gateway.RawAsync("HEAD", "/status")).ShouldEndWith("\r\n\r\n", customMessage: "an answer to HEAD has no body");
        var passive = await PageAsync(gateway);
        passive.ShouldContain("<title>self PASSIVE | AtlasHa</title>");
        passive.ShouldContain("<dt>Active</dt><dd><a href=\"http://other.example:21001/status\">other</a></dd>");

        gateway.Election.Set(Views.ActiveHere());
        gateway.Heartbeat.Current = gateway.Heartbeat.Current with { Status = "ACTIVE", ActiveInstanceId = "self", ActiveUrl = "http://self.example:21000" };
        gateway.Control.History = [new(7, "other", "self", "crash noticed by self", DateTimeOffset.UnixEpoch, 1.5, 20, 3, 1234)];
        var active = await PageAsync(gateway);
        active.ShouldContain("<span class=\"badge good\">ACTIVE</span>");
        active.ShouldContain("<dt>Since</dt><dd>1970-01-01 00:00:00Z, ");
        active.ShouldContain("crash noticed by self");
        active.ShouldContain("1,234 ms");
        active.ShouldContain("1.5 + 20 + 3 ms");
    }

    [Fact]
    public async Task Without_an_active_and_without_ZooKeeper_it_is_there_at_once_with_the_history_that_was_read_before()
    {
        await using var gateway = await TestGateway.StartAsync(Views.ActiveElsewhere());
        (await PageAsync(gateway)).ShouldContain("the instance stops");
        gateway.Election.Set(Views.Nobody() with { Connected = false });
        gateway.Heartbeat.Current = gateway.Heartbeat.Current with { ActiveInstanceId = null, ActiveUrl = null };
        gateway.Control.Fails = new ControlUnavailableException(nobodyActive: false, "not to be asked");
        var asked = gateway.Control.HistoryReads;

        var page = await PageAsync(gateway);

        page.ShouldContain("<dt>Active</dt><dd>nobody</dd>");
        page.ShouldContain("Bad: This instance knows of no active one, and ZooKeeper cannot be reached from it.");
        page.ShouldContain("the instance stops");
        page.ShouldContain("ZooKeeper cannot be reached from this instance.");
        gateway.Control.HistoryReads.ShouldBe(asked, "what is out of reach is not waited for");
    }

    [Fact]
    public async Task History_that_cannot_be_read_is_said_to_be_unknown()
    {
        await using var gateway = await TestGateway.StartAsync(Views.ActiveElsewhere());
        gateway.Control.Fails = new ControlUnavailableException(nobodyActive: false, "no session");
        (await PageAsync(gateway)).ShouldContain("Not known here: no session.");
    }

    [Fact]
    public async Task History_is_read_after_a_change_of_the_active_though_nobody_looks()
    {
        await using var gateway = await TestGateway.StartAsync(Views.Nobody());
        gateway.Election.Set(Views.ActiveElsewhere());
        await Eventually.TrueAsync("the history is read", () => gateway.Control.HistoryReads > 0, TestTimeouts.Short);
    }

    [Fact]
    public async Task What_others_say_never_becomes_markup()
    {
        const string hostile = "<script>alert('x')</script>\" onload=\"alert(1)";
        await using var gateway = await TestGateway.StartAsync(Views.ActiveElsewhere() with
        {
            Pause = new PauseInfo(hostile, null, hostile),
            PendingSwitchover = new SwitchoverRequest("r", hostile, 1, hostile, hostile, DateTimeOffset.UnixEpoch),
        });
        gateway.Heartbeat.Current = gateway.Heartbeat.Current with
        {
            InstanceId = hostile,
            ActiveInstanceId = hostile,
            ActiveUrl = "javascript:alert(1)",
            Url = "javascript:alert(1)",
            Version = hostile,
            Tags = new Dictionary<string, string> { [hostile] = hostile },
            Note = hostile + "`" + hostile,
            Notifications = new()
            {
                KafkaProblem = hostile,
                KafkaLag = 1234,
                KafkaPartitions = [new() { Topic = hostile, Partition = 3, Next = -1, Lag = 1234 }],
            },
        };
        gateway.Control.History = [new(7, hostile, hostile, hostile, DateTimeOffset.UnixEpoch, 1, 2, 3, null)];

        var page = await PageAsync(gateway);

        page.Split("<script").Length.ShouldBe(2, "the page has one script of its own");
        page.ShouldNotContain("alert('x')");
        page.ShouldContain("/3</dt><dd>1,234 to read, from its beginning on</dd>");
        page.ShouldNotContain("\" onload");
        page.ShouldNotContain("href=\"javascript");
        page.Split("&lt;script&gt;").Length.ShouldBeGreaterThan(10);
    }

    [Fact]
    public async Task Headers_let_nothing_foreign_in_and_nothing_be_kept()
    {
        await using var gateway = await TestGateway.StartAsync(Views.ActiveElsewhere());
        foreach (var path in (string[])["/", "/status", "/status/all", "/status/page.css", "/status/page.js"])
        {
            using var answer = await _http.GetAsync(new Uri(gateway.Url, path));
            string Header(string name) => string.Join(", ", answer.Headers.GetValues(name));
            Header("Content-Security-Policy").ShouldStartWith("default-src 'none'; style-src 'self'; script-src 'self'; ", customMessage: path);
            Header("Content-Security-Policy").ShouldNotContain("unsafe");
            (Header("X-Content-Type-Options"), Header("Cache-Control"), Header("X-Frame-Options")).ShouldBe(("nosniff", "no-store", "DENY"), path);
        }

        (await _http.GetAsync(new Uri(gateway.Url, "/status/page.css"))).Content.Headers.ContentType!.MediaType.ShouldBe("text/css");
        (await _http.GetAsync(new Uri(gateway.Url, "/status/page.js"))).Content.Headers.ContentType!.MediaType.ShouldBe("text/javascript");
        var page = await PageAsync(gateway);
        page.ShouldContain("<noscript><meta http-equiv=\"refresh\"");
        page.ShouldNotContain("style=", customMessage: "the policy would not let it count");
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("reader:reader", true)]
    [InlineData("admin:admin", true)]
    [InlineData("reader:wrong", false)]
    [InlineData("nobody:nobody", false)]
    public async Task Instances_and_history_are_shown_to_readers_only(string? credentials, bool shown)
    {
        using var users = new TestUsers();
        await using var gateway = await TestGateway.StartAsync(Views.ActiveElsewhere(), usersFile: users.Path);
        gateway.Heartbeat.Current = gateway.Heartbeat.Current with { Version = "9.9-secret", Tags = new Dictionary<string, string> { ["zone"] = "secret" } };
        using var answer = await SendAsync(gateway, "/status", credentials);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var page = await answer.Content.ReadAsStringAsync();
        page.ShouldContain("<h1>self</h1>");
        page.Contains("as far as this instance knows by itself", StringComparison.Ordinal).ShouldBe(!shown);
        page.Contains("secret", StringComparison.Ordinal).ShouldBe(shown);
        page.Contains("the instance stops", StringComparison.Ordinal).ShouldBe(shown);
        page.Contains("<a href=\"/status/all\">", StringComparison.Ordinal).ShouldBe(!shown);

        using var all = await SendAsync(gateway, "/status/all", credentials);
        all.StatusCode.ShouldBe(shown ? HttpStatusCode.OK : HttpStatusCode.Unauthorized);
        all.Headers.WwwAuthenticate.Count.ShouldBe(shown ? 0 : 1, "only a challenge makes a browser ask for a password");
    }

    [Fact]
    public async Task Another_machine_sees_no_more_than_status_while_there_are_no_users()
    {
        await using var gateway = await TestGateway.StartAsync(Views.ActiveElsewhere());
        gateway.Remote = IPAddress.Parse("192.0.2.7");
        // Once it is read without anybody asking; what is read later was asked for.
        await Eventually.TrueAsync("the history is read", () => gateway.Control.HistoryReads == 1, TestTimeouts.Short);
        var page = await PageAsync(gateway);
        page.ShouldContain("<h1>self</h1>");
        page.ShouldNotContain("the instance stops");
        gateway.Control.HistoryReads.ShouldBe(1);
        using var all = await SendAsync(gateway, "/status/all", null);
        all.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    private Task<string> PageAsync(TestGateway gateway) => _http.GetStringAsync(new Uri(gateway.Url, "/status"));

    private async Task<HttpResponseMessage> SendAsync(TestGateway gateway, string path, string? credentials)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(gateway.Url, path));
        if (credentials?.Split(':') is [var name, var password]) request.Headers.Authorization = TestUsers.Credentials(name, password);
        return await _http.SendAsync(request);
    }
}
