using AtlasHa.LeaderElection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace AtlasHa.Gateway.Draining;

/// <summary>
/// Keeps the port of a stopping instance open for a moment after it has left office: passives redirect to it until they have seen its address go, and clients
/// that they sent there are still on their way. Each answer closes its connection, so that the clients stop using them; when nobody has come for
/// a while the server stops. Must be registered before the election, so that its turn in the stop comes after it.
/// </summary>
internal sealed class GatewayDrain(
    IElectionObserver election, IOptions<GatewayOptions> options, IHostApplicationLifetime lifetime, TimeProvider time) : IHostedLifecycleService
{
    /// <summary>Without a request for so long, nobody is on the way any more.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(250);

    private long _lastRequest;

    public bool IsOn => lifetime.ApplicationStopping.IsCancellationRequested;

    /// <summary>A request has come while the drain is on.</summary>
    public void Note() => Volatile.Write(ref _lastRequest, time.GetTimestamp());

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        // Read this late, because a wrong setting must not end the host's making before all wrong settings are found.
        var timeout = options.Value.DrainTimeout;
        var began = time.GetTimestamp();
        Note();
        var last = election.Current;
        if (last.Instances.Keys.All(id => id == last.Self))
            return; // Nobody redirects to this instance, and it can redirect to nobody.
        await election.WaitForAsync(view => view.Active is { } active && active.Id != view.Self, timeout, cancellationToken);
        while (true)
        {
            var quiet = time.GetElapsedTime(Volatile.Read(ref _lastRequest));
            var left = Min(timeout - time.GetElapsedTime(began), Quiet - quiet);
            if (left <= TimeSpan.Zero)
                return;
            await Task.Delay(left, time, cancellationToken);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
