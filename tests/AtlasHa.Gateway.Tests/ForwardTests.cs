using System.Net;
using AtlasHa.TestKit;
using Microsoft.AspNetCore.Http;

namespace AtlasHa.Gateway.Tests;

/// <summary>What reaches the active, and what comes back, through a passive that passes requests on.</summary>
public sealed class ForwardTests
{
    private const int TenMegabytes = 10 * 1024 * 1024;

    [Theory]
    [InlineData("GET", false)]
    [InlineData("HEAD", false)]
    [InlineData("OPTIONS", false)]
    [InlineData("DELETE", false)]
    [InlineData("POST", false)]
    [InlineData("POST", true)]
    [InlineData("PUT", true)]
    [InlineData("PATCH", true)]
    [InlineData("DELETE", true)]
    public async Task Passive_forwards_the_method_and_the_body_both_ways(string method, bool hasBody)
    {
        await using var pair = await ForwardPair.StartAsync();
        pair.Active.Probe = async http =>
        {
            using var reader = new StreamReader(http.Request.Body);
            http.Response.StatusCode = StatusCodes.Status201Created;
            await http.Response.WriteAsync($"got <{await reader.ReadToEndAsync()}>");
        };

        using var answer = await pair.SendAsync(new HttpMethod(method), hasBody ? new StringContent("été") : null);

        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        (await answer.Content.ReadAsStringAsync()).ShouldBe(method == "HEAD" ? "" : hasBody ? "got <été>" : "got <>");
        pair.Active.Seen.ShouldHaveSingleItem().Method.ShouldBe(method);
    }

    [Theory]
    [InlineData("/api/atlas/v2/entity/guid/1?minExtInfo=true")]
    [InlineData("/api/atlas/v2/search/basic?query=a%26b%2Bc%23d&x=%zz")]
    [InlineData("/api/atlas/v2/entity/bulk//classification?a=1&a=2")]
    [InlineData("/api/atlas/v2/types;/admin/status")]
    [InlineData("/api/atlas//admin/status")]
    [InlineData("/api/atlas/v2/x/%2e%2e/%2F?")]
    [InlineData("/api/atlas/v2/x/%e2%82%ac/%E2/a\\b\"{}|^`#f?q=[]<>'")]
    [InlineData("/api/atlas/admin/metrics")]
    public async Task Active_sees_the_raw_target_byte_for_byte(string target)
    {
        await using var pair = await ForwardPair.StartAsync();
        await pair.Passive.RawAsync("GET", target);
        pair.Active.Seen.ShouldHaveSingleItem().RawTarget.ShouldBe(target);
        pair.Passive.Seen.ShouldHaveSingleItem().RawTarget.ShouldBe(target);
    }

    [Fact]
    public async Task Request_goes_to_the_registered_url_whatever_host_the_request_names()
    {
        await using var pair = await ForwardPair.StartAsync();
        (await pair.Passive.RawAsync("POST", "http://evil.example/api/atlas/v2/probe?a=1")).ShouldContain("served");
        var seen = pair.Active.Seen.ShouldHaveSingleItem();
        seen.RawTarget.ShouldBe("/api/atlas/v2/probe?a=1");
        seen.Headers["Host"].ShouldBe(pair.Active.Url.Authority);
    }

    [Fact]
    public async Task Headers_reach_the_active_and_those_that_name_the_client_are_the_gateways_own()
    {
        await using var pair = await ForwardPair.StartAsync();
        await pair.Passive.RawAsync("GET", "/api/atlas/v2/probe", "Authorization: Basic dXNlcjpwYXNz", "Cookie: a=1; b=2", "X-Own: 1", "X-Request-Id: r-1",
            "X-Forwarded-For: 6.6.6.6", "X-Forwarded-Host: forged.example", "X-Forwarded-Proto: https", "X-Forwarded-Prefix: /forged", "Forwarded: for=6.6.6.6");

        var seen = pair.Active.Seen.ShouldHaveSingleItem().Headers;
        seen["Authorization"].ShouldBe("Basic dXNlcjpwYXNz");
        seen["Cookie"].ShouldBe("a=1; b=2");
        seen["X-Own"].ShouldBe("1");
        seen["X-Request-Id"].ShouldBe("r-1");
        seen["X-Forwarded-For"].ShouldBe("127.0.0.1");
        seen["X-Forwarded-Host"].ShouldBe("evil.example");
        seen["X-Forwarded-Proto"].ShouldBe("http");
        seen["X-Atlas-Ha-Hops"].ShouldBe("1");
        foreach (var dropped in new[] { "Forwarded", "X-Forwarded-Prefix" }) seen.Keys.ShouldNotContain(dropped);
    }

    [Fact]
    public async Task Answer_comes_back_with_its_headers_once_each()
    {
        await using var pair = await ForwardPair.StartAsync();
        pair.Active.Probe = http =>
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            http.Response.Headers["X-Answer"] = "a";
            http.Response.Headers.SetCookie = new[] { "a=1", "b=2" };
            return http.Response.WriteAsync("none");
        };
        var answer = await pair.Passive.RawAsync("GET", "/api/atlas/v2/probe", "X-Request-Id: r-1");
        answer.ShouldStartWith("HTTP/1.1 404 ");
        var headers = answer.Split("\r\n\r\n")[0].Split("\r\n");
        foreach (var header in new[] { "requestId: r-1", "X-Answer: a", "Set-Cookie: a=1", "Set-Cookie: b=2" }) headers.Count(h => h == header).ShouldBe(1, header);
        foreach (var name in new[] { "Date:", "requestId:" }) headers.Count(h => h.StartsWith(name, StringComparison.OrdinalIgnoreCase)).ShouldBe(1, name);
    }

    /// <summary>The end of each body is sent only when its beginning has arrived: nothing in between can have waited for the whole.</summary>
    [Fact]
    public async Task Bodies_are_streamed_both_ways_and_not_collected()
    {
        // More than the few kilobytes that an HTTP client collects before it writes.
        const int Beginning = 100_000;
        await using var pair = await ForwardPair.StartAsync();
        var (upBegan, downBegan) = (new TaskCompletionSource(), new TaskCompletionSource());
        var sent = new byte[TenMegabytes];
        new Random(1).NextBytes(sent);
        pair.Active.Probe = async http =>
        {
            var got = new byte[TenMegabytes];
            await http.Request.Body.ReadExactlyAsync(got.AsMemory(0, Beginning / 2));
            upBegan.SetResult();
            await http.Request.Body.ReadExactlyAsync(got.AsMemory(Beginning / 2));
            await http.Response.Body.WriteAsync(got.AsMemory(0, Beginning));
            await http.Response.Body.FlushAsync();
            await downBegan.Task;
            await http.Response.Body.WriteAsync(got.AsMemory(Beginning));
        };
        using var body = new PushedContent(async stream =>
        {
            await stream.WriteAsync(sent.AsMemory(0, Beginning));
            await stream.FlushAsync();
            await upBegan.Task;
            await stream.WriteAsync(sent.AsMemory(Beginning));
        });

        using var answer = await Eventually.DoneAsync("the answer begins", pair.SendAsync(HttpMethod.Post, body));
        await using var echo = await answer.Content.ReadAsStreamAsync();
        var received = new byte[TenMegabytes];
        await Eventually.DoneAsync("the first bytes are back", echo.ReadExactlyAsync(received, 0, Beginning).AsTask());
        downBegan.SetResult();
        await Eventually.DoneAsync("all bytes are back", echo.ReadExactlyAsync(received, Beginning, TenMegabytes - Beginning).AsTask());

        (await echo.ReadAsync(new byte[1])).ShouldBe(0);
        received.AsSpan().SequenceEqual(sent).ShouldBeTrue();
    }

    [Fact]
    public async Task Request_to_the_active_ends_when_the_client_goes()
    {
        await using var pair = await ForwardPair.StartAsync();
        var (came, ended) = (new TaskCompletionSource(), new TaskCompletionSource());
        pair.Active.Probe = async http =>
        {
            http.RequestAborted.Register(ended.SetResult);
            came.SetResult();
            await ended.Task;
        };
        using var client = new CancellationTokenSource();
        var answer = pair.Client.GetAsync(new Uri(pair.Passive.Url, "/api/atlas/v2/probe"), client.Token);
        await Eventually.DoneAsync("the request is at the active", came.Task);

        await client.CancelAsync();

        await Eventually.DoneAsync("the active's request is aborted", ended.Task);
        await Should.ThrowAsync<OperationCanceledException>(answer);
    }

    [Fact]
    public async Task Local_routes_are_answered_by_the_passive_itself()
    {
        await using var pair = await ForwardPair.StartAsync();
        (await pair.Client.GetStringAsync(new Uri(pair.Passive.Url, "/api/atlas/admin/status"))).ShouldContain("\"PASSIVE\"");
        pair.Active.Seen.ShouldBeEmpty();
    }

    private sealed class PushedContent(Func<Stream, Task> push) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => push(stream);

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
