using System.Collections.Concurrent;
using AtlasHa.LeaderElection.Hosting;
using AtlasHa.LeaderElection.Peers;
using AtlasHa.TestKit;
using AtlasHa.ZooKeeper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace AtlasHa.LeaderElection.Tests.Harness;

/// <summary>One elector with its own session, wired as a host wires it.</summary>
internal sealed class TestInstance : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly IHostedLifecycleService _host;
    private readonly ConcurrentQueue<PeerCrash> _crashes = new();
    private bool _stopped;

    public TestInstance(
        string id,
        string connectString,
        TimeSpan sessionTimeout,
        IEpochFence fence,
        IEnumerable<IActivationHandler> handlers,
        ILoggerProvider? logs = null,
        Action<LeaderElectionOptions>? configure = null)
    {
        Id = id;
        var options = new ZooKeeperClientOptions { ConnectString = connectString, SessionTimeout = sessionTimeout, ExpiresUnheard = false };
        var services = new ServiceCollection();
        services.AddLogging(builder => builder.SetMinimumLevel(LogLevel.Debug).AddProvider(logs ?? NullLoggerProvider.Instance));
        services.AddSingleton(fence);
        services.AddSingleton<IZooKeeperClientFactory>(
            new RecordingClientFactory(new ZooKeeperClientFactory(options, NullLoggerFactory.Instance, TimeProvider.System), Sessions));
        foreach (var handler in handlers)
            services.AddSingleton(handler);
        services.AddLeaderElection(election =>
        {
            election.InstanceId = id;
            election.Url = new Uri($"http://{id}:21000");
            election.Version = "test";
            configure?.Invoke(election);
        });
        _services = services.BuildServiceProvider();
        Observer = _services.GetRequiredService<IElectionObserver>();
        Cluster = _services.GetRequiredService<IClusterControl>();
        Control = _services.GetRequiredService<IElectionControl>();
        _services.GetRequiredService<IPeerCrashes>().Crashed += _crashes.Enqueue;
        _host = (IHostedLifecycleService)_services.GetServices<IHostedService>().Single();
    }

    public string Id { get; }

    public IElectionObserver Observer { get; }

    public IElectionControl Control { get; }

    /// <summary>Crashes of others that this instance has proved and acted on.</summary>
    public IReadOnlyCollection<PeerCrash> Crashes => _crashes;

    /// <summary>It tells of a crash beside the election that follows, and so possibly later.</summary>
    public Task UntilCrashesAsync(int count) => Eventually.TrueAsync($"{Id} has acted on {count} crashes", () => _crashes.Count >= count);

    /// <summary>What an operator asks through this instance.</summary>
    public IClusterControl Cluster { get; }

    /// <summary>Every session that the elector made, the current one last.</summary>
    public List<IZooKeeperClient> Sessions { get; } = [];

    public IZooKeeperClient Session => Sessions[^1];

    public Task StartAsync() => _host.StartedAsync(CancellationToken.None);

    /// <summary>The first half of a host's stop: out of office and out of the queue.</summary>
    public Task LeaveAsync() => Eventually.DoneAsync($"{Id} leaves", _host.StoppingAsync(CancellationToken.None));

    public async Task StopAsync()
    {
        _stopped = true;
        await LeaveAsync();
        await Eventually.DoneAsync($"{Id} stops", _host.StoppedAsync(CancellationToken.None));
    }

    public async Task<ElectionView> UntilAsync(string what, Func<ElectionView, bool> condition)
        => await Observer.WaitForAsync(condition, TestTimeouts.Short, CancellationToken.None)
            ?? throw new TimeoutException($"{Id}: not within {TestTimeouts.Short}: {what}. Last view: {Observer.Current}");

    /// <summary>In contact with a session that is not the first.</summary>
    public async Task UntilNewSessionAsync()
    {
        await Eventually.TrueAsync($"{Id} has a new session", () => Sessions.Count > 1);
        await UntilAsync("is in contact with its new session", view => view.Connected && Session.State == SessionState.Connected);
    }

    public Task<ElectionView> UntilActiveAsync() => UntilAsync("is active", view => view.IsActiveHere);

    public Task<ElectionView> UntilPassiveAsync() => UntilAsync("is passive", view => view.Role == RoleState.Passive);

    public Task<ElectionView> UntilSeesActiveAsync(string id) => UntilAsync($"sees {id} active", view => view.Active?.Id == id);

    public async ValueTask DisposeAsync()
    {
        if (!_stopped)
            await StopAsync();
        await _services.DisposeAsync();
    }

    private sealed class RecordingClientFactory(IZooKeeperClientFactory inner, List<IZooKeeperClient> made) : IZooKeeperClientFactory
    {
        public IZooKeeperClient Create()
        {
            var client = inner.Create();
            made.Add(client);
            return client;
        }
    }
}
