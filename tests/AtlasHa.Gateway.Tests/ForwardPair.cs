namespace AtlasHa.Gateway.Tests;

/// <summary>A passive in forward mode and the instance that it takes for the active one, both on real Kestrels, with a plain client.</summary>
internal sealed class ForwardPair : IAsyncDisposable
{
    private ForwardPair(TestGateway passive, TestGateway active) => (Passive, Active) = (passive, active);

    public TestGateway Passive { get; }

    public TestGateway Active { get; }

    /// <summary>Follows no redirects, so that whatever the passive answers is seen.</summary>
    public HttpClient Client { get; } = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = TestKit.TestTimeouts.Short };

    public static async Task<ForwardPair> StartAsync(string holdTimeout = "00:00:30")
    {
        var active = await TestGateway.StartAsync(Views.ActiveHere(), passiveMode: "Forward");
        var passive = await TestGateway.StartAsync(Views.ActiveAt(active.Url), holdTimeout, "Forward");
        passive.Probe = _ => throw new InvalidOperationException("a passive served a user request itself");
        return new ForwardPair(passive, active);
    }

    public Task<HttpResponseMessage> SendAsync(HttpMethod method, HttpContent? body = null, string target = "/api/atlas/v2/probe")
        => Client.SendAsync(new HttpRequestMessage(method, new Uri(Passive.Url, target)) { Content = body }, HttpCompletionOption.ResponseHeadersRead);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Passive.DisposeAsync();
        await Active.DisposeAsync();
    }
}
