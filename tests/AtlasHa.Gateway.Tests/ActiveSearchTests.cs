using System.Net;
using AtlasHa.Catalog.Model.Discovery;
using AtlasHa.Gateway.Searches;
using AtlasHa.TestKit;

namespace AtlasHa.Gateway.Tests;

/// <summary>Searches that run are listed, and can be ended by an operator.</summary>
public sealed class ActiveSearchTests : IDisposable
{
    private const string List = "/api/atlas/admin/activeSearches";

    private readonly HttpClient _http = new();

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task Search_is_listed_while_it_runs_and_can_be_ended()
    {
        await using var gateway = await TestGateway.StartAsync(Views.ActiveHere());
        var begun = new TaskCompletionSource();
        gateway.Answers.Search = async (_, cancel) =>
        {
            begun.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, cancel);
            return new AtlasSearchResult();
        };
        (await GetAsync(gateway)).ShouldBe("[]");

        var searching = SearchAsync(gateway, "s1");
        await Eventually.DoneAsync("the search has begun", begun.Task);

        (await GetAsync(gateway)).ShouldBe("[\"s1\"]");
        (await DeleteAsync(gateway, "other")).ShouldBe("false");
        (await DeleteAsync(gateway, "s1")).ShouldBe("true");
        using var answer = await Eventually.DoneAsync("the search has ended", searching);
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("ATLAS-400-00-029");
        (await GetAsync(gateway)).ShouldBe("[]");
        (await DeleteAsync(gateway, "s1")).ShouldBe("false");
    }

    [Fact]
    public async Task Search_that_is_done_or_fails_or_loses_its_client_is_not_listed_any_more()
    {
        await using var gateway = await TestGateway.StartAsync(Views.ActiveHere());
        gateway.Answers.Search = (_, _) => Task.FromResult(new AtlasSearchResult());
        (await SearchAsync(gateway, "done")).StatusCode.ShouldBe(HttpStatusCode.OK);
        gateway.Answers.Search = (_, _) => throw new InvalidOperationException("it fails");
        (await SearchAsync(gateway, "fails")).StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        (await GetAsync(gateway)).ShouldBe("[]");

        using var leaving = new CancellationTokenSource();
        gateway.Answers.Search = async (_, cancel) =>
        {
            await leaving.CancelAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, cancel);
            return new AtlasSearchResult();
        };
        await Should.ThrowAsync<OperationCanceledException>(SearchAsync(gateway, "left", leaving.Token));
        await Eventually.TrueAsync("the search of the client that has gone is over", async () => await GetAsync(gateway) == "[]");
    }

    [Fact]
    public async Task Search_that_outlasts_its_call_says_so_and_is_not_listed_any_more()
    {
        await using var gateway = await TestGateway.StartAsync(Views.ActiveHere());
        gateway.Answers.Search = (_, _) => throw new TimeoutException("Response did not arrive on time");

        using var answer = await SearchAsync(gateway, "slow");

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("took longer than");
        (await GetAsync(gateway)).ShouldBe("[]");
    }

    [Fact]
    public void Two_searches_with_one_request_id_have_different_ids()
    {
        var searches = new ActiveSearches();
        using var first = searches.Begin("r", CancellationToken.None);
        using var second = searches.Begin("r", CancellationToken.None);

        searches.Ids.ShouldBe([first.Id, second.Id]);
        second.Id.ShouldStartWith("r-");
        searches.TryEnd(second.Id).ShouldBeTrue();
        (first.IsEnded, second.IsEnded, second.Token.IsCancellationRequested).ShouldBe((false, true, true));
    }

    private Task<HttpResponseMessage> SearchAsync(TestGateway gateway, string requestId, CancellationToken cancellationToken = default)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(gateway.Url, "/api/atlas/v2/search/basic?query=x"));
        request.Headers.Add("X-Request-Id", requestId);
        return _http.SendAsync(request, cancellationToken);
    }

    private Task<string> GetAsync(TestGateway gateway) => _http.GetStringAsync(new Uri(gateway.Url, List));

    private async Task<string> DeleteAsync(TestGateway gateway, string id)
    {
        using var answer = await _http.DeleteAsync(new Uri(gateway.Url, $"{List}/{id}"));
        return await answer.Content.ReadAsStringAsync();
    }
}
