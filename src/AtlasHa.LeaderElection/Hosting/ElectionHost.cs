using Microsoft.Extensions.Hosting;

namespace AtlasHa.LeaderElection.Hosting;

/// <summary>
/// Ties the election to the host's life: a candidate only after every other service has started, so that the address that it publishes answers; and out
/// of office before any other service stops, so that requests under way still find everything that they need.
/// </summary>
internal sealed class ElectionHost(LeaderElector elector) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        elector.Start();
        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => elector.LeaveAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => elector.StopAsync(cancellationToken);
}
