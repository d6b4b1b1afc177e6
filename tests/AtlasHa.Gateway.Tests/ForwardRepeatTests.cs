using System.Net;
using AtlasHa.Catalog.Model.Cluster;
using Microsoft.AspNetCore.Http;

namespace AtlasHa.Gateway.Tests;

/// <summary>A passive passes on a write whose outcome it then does not learn: it repeats it under the same id, or says that the outcome is unknown.</summary>
public sealed class ForwardRepeatTests
{
    private const int MoreThanIsKept = 1024 * 1024;
    private const string IdHeader = "X-Request-Id";

    /// <summary>The connection is one that was used before: the HTTP client would by itself repeat on another what breaks on such a one.</summary>
    [Theory]
    [InlineData("POST", 0, null)]
    [InlineData("DELETE", 0, "client-1")]
    [InlineData("POST", 100, null)]
    [InlineData("PUT", 100, "client-1")]
    public async Task Write_is_repeated_with_the_same_id_when_its_connection_breaks(string method, int bodyBytes, string? clientId)
    {
        await using var pair = await ForwardPair.StartAsync();
        (await pair.SendAsync(HttpMethod.Get)).Dispose();
        var sent = 0;
        pair.Active.Probe = async http =>
        {
            var length = await LengthAsync(http);
            if (Interlocked.Increment(ref sent) == 1) http.Abort();
            else await http.Response.WriteAsync($"{length}");
        };

        using var answer = await SendAsync(pair, method, bodyBytes, clientId);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.Content.ReadAsStringAsync()).ShouldBe($"{bodyBytes}");
        var ids = pair.Active.Seen.Where(r => r.Method == method).Select(r => r.Headers[IdHeader]).ToArray();
        ids.Length.ShouldBe(2);
        ids.Distinct().ShouldHaveSingleItem().ShouldBe(clientId ?? ids[0]);
        ids[0].ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Write_is_repeated_when_the_active_says_that_its_outcome_is_unknown()
    {
        await using var pair = await ForwardPair.StartAsync();
        var sent = 0;
        pair.Active.Probe = http => Interlocked.Increment(ref sent) == 1
            ? throw new ServiceUnavailableException("the disk went away", outcomeUnknown: true)
            : http.Response.WriteAsync("made once");

        using var answer = await SendAsync(pair, "POST", 10);

        (await answer.Content.ReadAsStringAsync()).ShouldBe("made once");
        pair.Active.Seen.Select(r => r.Headers[IdHeader]).Distinct().ShouldHaveSingleItem();
    }

    /// <summary>The passive becomes active itself while it waits: it must know the write again that it has passed on.</summary>
    [Fact]
    public async Task Write_is_served_under_the_same_id_by_the_instance_that_had_passed_it_on()
    {
        await using var pair = await ForwardPair.StartAsync();
        pair.Passive.Probe = http => http.Response.WriteAsync(http.Request.Headers[IdHeader].ToString());
        pair.Active.Probe = http =>
        {
            pair.Passive.Election.Set(Views.ActiveHere());
            http.Abort();
            return Task.CompletedTask;
        };

        using var answer = await SendAsync(pair, "POST", 10);

        (await answer.Content.ReadAsStringAsync()).ShouldBe(pair.Active.Seen.ShouldHaveSingleItem().Headers[IdHeader]);
    }

    [Fact]
    public async Task Write_that_is_too_large_to_repeat_is_sent_once_and_its_outcome_called_unknown()
    {
        await using var pair = await ForwardPair.StartAsync();
        pair.Active.Probe = async http =>
        {
            await LengthAsync(http);
            http.Abort();
        };

        using var answer = await SendAsync(pair, "PUT", MoreThanIsKept);

        await ShouldBeUnknownAsync(answer, pair.Active.Seen.ShouldHaveSingleItem().Headers[IdHeader]);
    }

    [Fact]
    public async Task Outcome_is_called_unknown_and_not_undone_when_no_instance_answers_in_time()
    {
        await using var pair = await ForwardPair.StartAsync(holdTimeout: "00:00:00.5");
        pair.Active.Probe = http =>
        {
            pair.Passive.Election.Set(Views.Nobody());
            http.Abort();
            return Task.CompletedTask;
        };

        using var answer = await SendAsync(pair, "DELETE", 0, "client-1");

        await ShouldBeUnknownAsync(answer, "client-1");
    }

    [Fact]
    public async Task Write_with_an_id_that_cannot_be_used_is_refused_and_not_passed_on()
    {
        await using var pair = await ForwardPair.StartAsync();

        using var answer = await SendAsync(pair, "POST", 10, new string('x', 129));

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("ATLASHA-400-001");
        pair.Active.Seen.ShouldBeEmpty();
    }

    [Fact]
    public async Task Headers_that_are_about_the_clients_connection_are_not_passed_on()
    {
        await using var pair = await ForwardPair.StartAsync();

        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(pair.Passive.Url, "/api/atlas/v2/probe")) { Content = new ByteArrayContent([1]) };
        request.Headers.Add("X-Own", "1");
        request.Headers.Add("X-Kept", "2");
        request.Content.Headers.ContentLanguage.Add("de");
        foreach (var name in new[] { "X-Own", "Content-Language", "x-request-id", "X-Not-There" }) request.Headers.Connection.Add(name);

        (await pair.Client.SendAsync(request)).Dispose();

        var seen = pair.Active.Seen.ShouldHaveSingleItem().Headers;
        seen["X-Kept"].ShouldBe("2");
        seen[IdHeader].ShouldNotBeEmpty("the id is the gateway's own");
        foreach (var dropped in new[] { "X-Own", "Content-Language" }) seen.Keys.ShouldNotContain(dropped);
    }

    private static async Task ShouldBeUnknownAsync(HttpResponseMessage answer, string id)
    {
        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        answer.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(2));
        var body = await answer.Content.ReadAsStringAsync();
        body.ShouldContain("ATLASHA-503-004");
        body.ShouldContain($"Repeating the request with X-Request-Id: {id} is safe");
    }

    private static Task<HttpResponseMessage> SendAsync(ForwardPair pair, string method, int bodyBytes, string? id = null)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), new Uri(pair.Passive.Url, "/api/atlas/v2/probe"));
        if (bodyBytes > 0) request.Content = new ByteArrayContent(new byte[bodyBytes]);
        if (id is not null) request.Headers.Add(IdHeader, id);
        return pair.Client.SendAsync(request);
    }

    private static async Task<long> LengthAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        return body.Length;
    }
}
