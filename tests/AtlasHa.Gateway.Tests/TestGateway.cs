using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Reflection;
using System.Text;
using AtlasHa.Catalog.Model.Cluster;
using AtlasHa.Gateway.Hosting;
using AtlasHa.Gateway.Security;
using AtlasHa.LeaderElection;
using AtlasHa.Users;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans;

namespace AtlasHa.Gateway.Tests;

/// <summary>The real gateway on a real Kestrel, with a settable election and one user route of the test's own at <c>/api/atlas/v2/probe</c>.</summary>
internal sealed class TestGateway : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TestGateway(WebApplication app, SettableElection election) => (_app, Election) = (app, election);

    public SettableElection Election { get; }

    public ScriptedControl Control { get; } = new();

    public required ScriptedAnswers Answers { get; init; }

    public required SettableHeartbeat Heartbeat { get; init; }

    /// <summary>What the test's user route does; by default it answers 200 <c>served</c>.</summary>
    public RequestDelegate Probe { get; set; } = http => http.Response.WriteAsync("served", http.RequestAborted);

    /// <summary>Where requests seem to come from; null for where they come from.</summary>
    public IPAddress? Remote { get; set; }

    public IReadOnlyList<RouteEndpoint> Routes => [.. ((IEndpointRouteBuilder)_app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()];

    /// <summary>Every request that this instance's server took, as it came.</summary>
    public ConcurrentQueue<SeenRequest> Seen { get; } = new();

    public Uri Url => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public static async Task<TestGateway> StartAsync(
        ElectionView view, string holdTimeout = "00:00:30", string passiveMode = "Redirect", string? usersFile = null, bool withMetrics = false)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var election = new SettableElection();
        election.Set(view);
        builder.Services.AddSingleton<IElectionObserver>(election);
        var heartbeat = new SettableHeartbeat();
        builder.Services.AddSingleton<IHeartbeatSource>(heartbeat);
        builder.Services.AddSingleton(new ServedFeatures(LineageOnDemand: false, RelationshipSearch: true));
        // No view of these tests has a second instance, so the only grain that is ever asked is the active one.
        var answers = new ScriptedAnswers();
        builder.Services.AddSingleton<IKeptAnswers>(answers);
        builder.Services.AddSingleton(ScriptedAnswers.Grains.With(answers));
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddGatewayDrain();
        builder.Services.AddAtlasGateway(new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["HoldTimeout"] = holdTimeout, ["RetryAfter"] = "00:00:02", ["DrainTimeout"] = "00:00:15", ["MaxHops"] = "3", ["PassiveMode"] = passiveMode }).Build(),
            new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["UsersFile"] = usersFile }).Build());
        if (withMetrics) builder.Services.AddAtlasMetrics();
        TestGateway? gateway = null;
        builder.Services.AddSingleton<IClusterControl>(_ => gateway!.Control);
        var app = builder.Build();
        gateway = new TestGateway(app, election) { Answers = answers, Heartbeat = heartbeat };
        app.Use((http, next) =>
        {
            gateway.Seen.Enqueue(SeenRequest.Of(http));
            http.Connection.RemoteIpAddress = gateway.Remote ?? http.Connection.RemoteIpAddress;
            return next(http);
        });
        app.UseAtlasGateway();
        app.Map("/api/atlas/v2/probe", http => gateway.Probe(http)).Requires(UserRole.Reader);
        app.Map("/api/atlas/v2/probe/change", http => gateway.Probe(http)).Requires(UserRole.Editor);
        app.Map("/api/atlas/v2/probe/define", http => gateway.Probe(http)).Requires(UserRole.Admin);
        app.Map("/api/atlas/v2/probe/unguarded", http => gateway.Probe(http));
        await app.StartAsync();
        return gateway;
    }

    /// <summary>Sends exactly these bytes of a request line, which no HTTP client would, and returns status line and headers.</summary>
    public async Task<string> RawAsync(string method, string target, params string[] headers)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(Url.Host, Url.Port);
        var stream = client.GetStream();
        var lines = new[] { $"{method} {target} HTTP/1.1", "Host: evil.example", "Connection: close", "Content-Length: 0" }.Concat(headers);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(string.Join("\r\n", lines) + "\r\n\r\n"));
        using var reader = new StreamReader(stream, Encoding.ASCII);
        using var deadline = new CancellationTokenSource(TestKit.TestTimeouts.Short);
        return await reader.ReadToEndAsync(deadline.Token);
    }

    /// <summary>As SIGTERM does; returns when the server has stopped.</summary>
    public Task StopAsync()
    {
        _app.Lifetime.StopApplication();
        return _app.StopAsync();
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
