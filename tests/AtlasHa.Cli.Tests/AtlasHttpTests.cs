using System.Net;
using System.Text;
using AtlasHa.Cli.Http;
using AtlasHa.Cli.Tests.Support;
using AtlasHa.TestKit;

namespace AtlasHa.Cli.Tests;

public sealed class AtlasHttpTests
{
    private const string Path = "/api/atlas/v2/entity/bulk?x=%2F";

    [Fact]
    public async Task Post_follows_307_with_its_body_and_counts_the_hop()
    {
        await using var active = new StubInstance(_ => new StubAnswer(200, """{"ok":true}"""));
        await using var passive = new StubInstance(request => new StubAnswer(307, Location: $"{active.Url.GetLeftPart(UriPartial.Authority)}{request.Path}"));

        var response = await SendAsync(HttpMethod.Post, "body", passive.Url);

        response.Status.ShouldBe(HttpStatusCode.OK);
        Encoding.UTF8.GetString(response.Body).ShouldBe("""{"ok":true}""");
        passive.Requests.ShouldHaveSingleItem().ShouldBe(new StubRequest("POST", Path, "body", Hops: null));
        active.Requests.ShouldHaveSingleItem().ShouldBe(new StubRequest("POST", Path, "body", Hops: "1"));
    }

    [Fact]
    public async Task Get_follows_302()
    {
        await using var active = new StubInstance(_ => new StubAnswer(200));
        await using var passive = new StubInstance(request => new StubAnswer(302, Location: $"{active.Url.GetLeftPart(UriPartial.Authority)}{request.Path}"));

        (await SendAsync(HttpMethod.Get, null, passive.Url)).Status.ShouldBe(HttpStatusCode.OK);

        active.Requests.ShouldHaveSingleItem().Method.ShouldBe("GET");
    }

    [Fact]
    public async Task Post_does_not_follow_302_because_that_may_drop_its_body()
    {
        await using var odd = new StubInstance(_ => new StubAnswer(302, Location: "http://127.0.0.1:1/"));

        (await SendAsync(HttpMethod.Post, "body", odd.Url)).Status.ShouldBe(HttpStatusCode.Found);
    }

    [Fact]
    public async Task Redirect_loop_ends_after_the_hop_limit()
    {
        await using var loop = new StubInstance(request => new StubAnswer(307, Location: request.Path));

        var failure = await Should.ThrowAsync<NoInstanceException>(() => SendAsync(HttpMethod.Post, "body", TimeSpan.FromMilliseconds(1), loop.Url));

        failure.Message.ShouldContain("redirected more than 5 times");
        loop.Requests.Take(6).Select(request => request.Hops).ShouldBe([null, "1", "2", "3", "4", "5"]);
    }

    [Fact]
    public async Task Request_is_repeated_after_503_until_an_active_is_there()
    {
        var answers = new Queue<StubAnswer>([new(503, RetryAfter: "0"), new(503), new(200)]);
        await using var instance = new StubInstance(_ => answers.Dequeue());

        var response = await SendAsync(HttpMethod.Post, "body", instance.Url);

        response.Status.ShouldBe(HttpStatusCode.OK);
        response.Attempts.ShouldBe(3);
        instance.Requests.ShouldAllBe(request => request.Body == "body");
    }

    [Fact]
    public async Task Next_instance_is_asked_when_one_refuses_the_connection()
    {
        await using var alive = new StubInstance(_ => new StubAnswer(200));
        var dead = new Uri($"http://127.0.0.1:{FreePort.Next()}");

        (await SendAsync(HttpMethod.Post, "body", dead, alive.Url)).Status.ShouldBe(HttpStatusCode.OK);

        alive.Requests.ShouldHaveSingleItem().Body.ShouldBe("body");
    }

    [Fact]
    public async Task Instance_that_served_is_asked_first_and_forgotten_when_it_is_gone()
    {
        await using var survivor = new StubInstance(_ => new StubAnswer(200));
        var first = new StubInstance(_ => new StubAnswer(200));
        await using var passive = new StubInstance(request => new StubAnswer(307, Location: $"{first.Url.GetLeftPart(UriPartial.Authority)}{request.Path}"));
        using var http = new AtlasHttp([passive.Url, survivor.Url], TestTimeouts.Short, TimeProvider.System);

        await http.SendAsync(HttpMethod.Post, Path, "1"u8.ToArray(), Cancellation);
        await http.SendAsync(HttpMethod.Post, Path, "2"u8.ToArray(), Cancellation);
        await first.DisposeAsync();
        await http.SendAsync(HttpMethod.Post, Path, "3"u8.ToArray(), Cancellation);

        first.Requests.Select(request => request.Body).ShouldBe(["1", "2"]);
        survivor.Requests.Select(request => request.Body).ShouldBe(["3"]);
    }

    [Fact]
    public async Task Failure_names_the_request_and_the_last_trouble_when_patience_ends()
    {
        var dead = new Uri($"http://127.0.0.1:{FreePort.Next()}");

        var failure = await Should.ThrowAsync<NoInstanceException>(() => SendAsync(HttpMethod.Get, null, TimeSpan.FromMilliseconds(300), dead));

        failure.Message.ShouldContain($"GET {Path}");
        failure.Message.ShouldContain(dead.Authority);
        failure.Message.ShouldContain("--timeout");
    }

    [Fact]
    public async Task Other_errors_are_answers_and_are_described_with_Atlas_words()
    {
        await using var instance = new StubInstance(_ => new StubAnswer(404, """{"errorCode":"ATLAS-404-00-001","errorMessage":"no such type"}"""));

        var response = await SendAsync(HttpMethod.Get, null, instance.Url);

        response.IsSuccess.ShouldBeFalse();
        response.DescribeError().ShouldBe("ATLAS-404-00-001: no such type (HTTP 404)");
        instance.Requests.Count.ShouldBe(1);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static Task<AtlasResponse> SendAsync(HttpMethod method, string? body, params Uri[] instances) => SendAsync(method, body, TestTimeouts.Short, instances);

    private static async Task<AtlasResponse> SendAsync(HttpMethod method, string? body, TimeSpan patience, params Uri[] instances)
    {
        using var http = new AtlasHttp(instances, patience, TimeProvider.System);
        return await http.SendAsync(method, Path, body is null ? null : Encoding.UTF8.GetBytes(body), Cancellation);
    }
}
