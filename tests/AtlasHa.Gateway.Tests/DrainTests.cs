using System.Net;
using AtlasHa.LeaderElection;

namespace AtlasHa.Gateway.Tests;

/// <summary>A stopping instance goes on answering for those who were sent to it, until another is active and nobody comes any more.</summary>
public sealed class DrainTests : IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = TestKit.TestTimeouts.Short };

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task Stopping_instance_takes_requests_until_another_is_active_and_sends_them_there()
    {
        await using var gateway = await TestGateway.StartAsync(OfTwo(Views.ActiveHere()));
        var stopped = gateway.StopAsync();
        gateway.Election.Set(OfTwo(Views.Nobody()));
        var held = _client.GetAsync(new Uri(gateway.Url, "/api/atlas/v2/probe"));
        await TestKit.Eventually.TrueAsync("the request has come", () => !gateway.Seen.IsEmpty, TestKit.TestTimeouts.Short);
        stopped.IsCompleted.ShouldBeFalse();

        gateway.Election.Set(OfTwo(Views.ActiveElsewhere()));

        using var answer = await held;
        answer.StatusCode.ShouldBe(HttpStatusCode.Found);
        answer.Headers.ConnectionClose.ShouldBe(true, "a connection that is kept would be found broken");
        await stopped.WaitAsync(TestKit.TestTimeouts.Short);
        await Should.ThrowAsync<HttpRequestException>(() => _client.GetAsync(new Uri(gateway.Url, "/api/atlas/v2/probe")));
    }

    [Fact]
    public async Task Request_that_was_held_before_the_stop_ends_its_connection()
    {
        await using var gateway = await TestGateway.StartAsync(OfTwo(Views.Nobody()));
        var held = _client.GetAsync(new Uri(gateway.Url, "/api/atlas/v2/probe"));
        await TestKit.Eventually.TrueAsync("the request has come", () => !gateway.Seen.IsEmpty, TestKit.TestTimeouts.Short);

        var stopped = gateway.StopAsync();
        gateway.Election.Set(OfTwo(Views.ActiveElsewhere()));

        using var answer = await held;
        answer.Headers.ConnectionClose.ShouldBe(true);
        await stopped.WaitAsync(TestKit.TestTimeouts.Short);
    }

    [Fact]
    public async Task Connections_are_kept_while_nobody_stops_the_instance()
    {
        await using var gateway = await TestGateway.StartAsync(OfTwo(Views.ActiveElsewhere()));
        using var answer = await _client.GetAsync(new Uri(gateway.Url, "/api/atlas/v2/probe"));
        answer.Headers.ConnectionClose.ShouldNotBe(true);
    }

    private static ElectionView OfTwo(ElectionView view) => view with
    {
        Instances = new Dictionary<string, InstanceInfo>
        {
            ["self"] = Views.Instance("self", "http://self.example:21000"),
            ["other"] = Views.Instance("other", Views.OtherUrl),
        },
    };
}
