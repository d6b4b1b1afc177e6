using System.Net;
using AtlasHa.Catalog.Model.Cluster;
using AtlasHa.TestKit;
using Microsoft.AspNetCore.Http;

namespace AtlasHa.Gateway.Tests;

/// <summary>The active changes, refuses or dies while a passive passes requests to it.</summary>
public sealed class ForwardFailureTests
{
    private const int MoreThanIsKept = 1024 * 1024;

    [Theory]
    [InlineData("GET", 0)]
    [InlineData("DELETE", 0)]
    [InlineData("POST", 0)]
    [InlineData("POST", 100)]
    [InlineData("POST", MoreThanIsKept)]
    public async Task Request_is_held_and_repeated_when_the_connection_is_refused(string method, int bodyBytes)
    {
        await using var pair = await ForwardPair.StartAsync();
        pair.Active.Probe = EchoLengthAsync;
        pair.Passive.Election.Set(Views.ActiveAt(new Uri($"http://127.0.0.1:{FreePort.Next()}")));
        var answer = pair.SendAsync(new HttpMethod(method), bodyBytes == 0 ? null : new ByteArrayContent(new byte[bodyBytes]));
        await Eventually.TrueAsync("the request is held", () => pair.Passive.Election.Waiting == 1);

        pair.Passive.Election.Set(Views.ActiveAt(pair.Active.Url));

        using var got = await answer;
        (await got.Content.ReadAsStringAsync()).ShouldBe($"{bodyBytes}");
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    [InlineData("OPTIONS")]
    public async Task Read_is_repeated_when_its_connection_breaks_before_the_answer(string method)
    {
        await using var pair = await ForwardPair.StartAsync();
        await using var next = await TestGateway.StartAsync(Views.ActiveHere());
        pair.Active.Probe = http =>
        {
            pair.Passive.Election.Set(Views.ActiveAt(next.Url));
            http.Abort();
            return Task.CompletedTask;
        };

        using var answer = await pair.SendAsync(new HttpMethod(method));

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        next.Seen.ShouldHaveSingleItem().Method.ShouldBe(method);
    }

    [Theory]
    [InlineData("GET", 0)]
    [InlineData("DELETE", 0)]
    [InlineData("POST", 100)]
    public async Task Request_that_an_ex_active_refused_is_repeated_at_its_successor(string method, int bodyBytes)
    {
        await using var pair = await ForwardPair.StartAsync();
        await using var next = await TestGateway.StartAsync(Views.ActiveHere());
        next.Probe = EchoLengthAsync;
        pair.Active.Probe = async http =>
        {
            await EchoLengthAsync(http, isAnswered: false);
            pair.Active.Election.Set(Views.ActiveAt(next.Url));
            throw new NotActiveException("gone");
        };
        var answer = pair.SendAsync(new HttpMethod(method), bodyBytes == 0 ? null : new ByteArrayContent(new byte[bodyBytes]));
        await Eventually.TrueAsync("the ex-active has redirected", () => pair.Passive.Election.Waiting == 1);

        pair.Passive.Election.Set(Views.ActiveAt(next.Url));

        using var got = await answer;
        got.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await got.Content.ReadAsStringAsync()).ShouldBe($"{bodyBytes}");
        next.Seen.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Refused_body_that_is_too_large_to_repeat_gets_503_and_not_a_redirect()
    {
        await using var pair = await ForwardPair.StartAsync();
        pair.Active.Probe = async http =>
        {
            await EchoLengthAsync(http, isAnswered: false);
            pair.Active.Election.Set(Views.ActiveElsewhere());
            throw new NotActiveException("gone");
        };
        using var answer = await pair.SendAsync(HttpMethod.Post, new ByteArrayContent(new byte[MoreThanIsKept]));
        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("ATLASHA-503-001");
    }

    [Fact]
    public async Task Held_answer_of_an_ex_active_is_not_the_clients()
    {
        await using var pair = await ForwardPair.StartAsync();
        await using var former = await TestGateway.StartAsync(Views.Nobody(), holdTimeout: "00:00:00");
        pair.Passive.Election.Set(Views.ActiveAt(former.Url));
        var answer = pair.SendAsync(HttpMethod.Post, new StringContent("x"));
        await Eventually.TrueAsync("the former active said that nobody is active", () => pair.Passive.Election.Waiting == 1 && !former.Seen.IsEmpty);

        pair.Passive.Election.Set(Views.ActiveAt(pair.Active.Url));

        (await answer).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Instance_that_leaves_office_under_a_request_passes_it_on_with_its_body()
    {
        await using var pair = await ForwardPair.StartAsync();
        pair.Active.Probe = EchoLengthAsync;
        pair.Passive.Election.Set(Views.ActiveHere());
        pair.Passive.Probe = async http =>
        {
            await EchoLengthAsync(http, isAnswered: false);
            pair.Passive.Election.Set(Views.ActiveAt(pair.Active.Url));
            throw new NotActiveException("gone");
        };
        using var answer = await pair.SendAsync(HttpMethod.Post, new StringContent("12345"));
        (await answer.Content.ReadAsStringAsync()).ShouldBe("5");
    }

    [Fact]
    public async Task Frozen_instance_is_given_up_when_another_is_active()
    {
        await using var pair = await ForwardPair.StartAsync();
        await using var next = await TestGateway.StartAsync(Views.ActiveHere());
        var came = new TaskCompletionSource();
        pair.Active.Probe = async http =>
        {
            came.TrySetResult();
            await Task.Delay(Timeout.Infinite, http.RequestAborted);
        };
        var answer = pair.SendAsync(HttpMethod.Get);
        await Eventually.DoneAsync("the request is at the frozen one", came.Task);

        pair.Passive.Election.Set(Views.ActiveAt(next.Url));

        (await (await answer).Content.ReadAsStringAsync()).ShouldBe("served");
        next.Seen.ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Client_is_cut_off_when_the_active_dies_within_its_answer(bool hasLength)
    {
        await using var pair = await ForwardPair.StartAsync();
        var halfRead = new TaskCompletionSource();
        pair.Active.Probe = async http =>
        {
            if (hasLength) http.Response.ContentLength = 1000;
            await http.Response.WriteAsync("half");
            await http.Response.Body.FlushAsync();
            await Eventually.DoneAsync("the client has the first half", halfRead.Task);
            http.Abort();
        };
        using var answer = await pair.SendAsync(HttpMethod.Get);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        await using var stream = await answer.Content.ReadAsStreamAsync();
        await stream.ReadExactlyAsync(new byte[4]);
        halfRead.SetResult();

        await Should.ThrowAsync<IOException>(async () => await stream.ReadExactlyAsync(new byte[1]));
        pair.Active.Seen.ShouldHaveSingleItem("what the client has seen half of is not repeated");
    }

    [Fact]
    public async Task Instances_that_name_each_other_end_in_503_and_not_in_a_loop()
    {
        await using var one = await TestGateway.StartAsync(Views.Nobody(), holdTimeout: "00:00:01", passiveMode: "Forward");
        await using var other = await TestGateway.StartAsync(Views.ActiveAt(one.Url), holdTimeout: "00:00:01", passiveMode: "Forward");
        one.Election.Set(Views.ActiveAt(other.Url));

        var answer = await one.RawAsync("GET", "/api/atlas/v2/probe");

        answer.ShouldStartWith("HTTP/1.1 503 ");
        answer.ShouldContain("ATLASHA-503-001");
        one.Seen.ShouldHaveSingleItem("nothing came back");
        other.Seen.ShouldAllBe(r => r.Headers["X-Atlas-Ha-Hops"] == "1");
    }

    [Fact]
    public async Task Request_that_was_passed_on_is_redirected_and_stops_at_the_limit()
    {
        await using var pair = await ForwardPair.StartAsync();
        var redirected = await pair.Passive.RawAsync("POST", "/api/atlas/v2/probe", "X-Atlas-Ha-Hops: 1");
        redirected.ShouldStartWith("HTTP/1.1 307 ");
        RedirectTests.Header(redirected, "X-Atlas-Ha-Hops").ShouldBe("2");
        (await pair.Passive.RawAsync("POST", "/api/atlas/v2/probe", "X-Atlas-Ha-Hops: 3")).ShouldContain("ATLASHA-503-002");
        pair.Active.Seen.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Request_gets_503_when_no_active_is_reached_in_time(bool isNamed)
    {
        await using var passive = await TestGateway.StartAsync(
            isNamed ? Views.ActiveAt(new Uri($"http://127.0.0.1:{FreePort.Next()}")) : Views.Nobody(), holdTimeout: "00:00:00", passiveMode: "Forward");
        var answer = await passive.RawAsync("POST", "/api/atlas/v2/probe");
        answer.ShouldStartWith("HTTP/1.1 503 ");
        answer.ShouldContain("ATLASHA-503-001");
        RedirectTests.Header(answer, "Retry-After").ShouldBe("2");
        RedirectTests.Header(answer, "requestId").ShouldNotBeNullOrEmpty();
    }

    private static Task EchoLengthAsync(HttpContext http) => EchoLengthAsync(http, isAnswered: true);

    private static async Task EchoLengthAsync(HttpContext http, bool isAnswered)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        if (isAnswered) await http.Response.WriteAsync($"{body.Length}");
    }
}
