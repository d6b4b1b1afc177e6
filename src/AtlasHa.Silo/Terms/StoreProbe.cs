using AtlasHa.Catalog.Storage;
using AtlasHa.LeaderElection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AtlasHa.Silo.Terms;

/// <summary>
/// Prepares the store at start, then asks it for its epoch now and then, on every instance: so its age in the heartbeat is real, and an active
/// that was overtaken while it had no traffic steps down all the same.
/// </summary>
internal sealed partial class StoreProbe(
    ICatalogStore store,
    IElectionObserver election,
    IElectionControl control,
    IOptions<ActiveInstanceOptions> options,
    TimeProvider time,
    ILogger<StoreProbe> logger) : BackgroundService
{
    private bool _failing;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await store.InitializeAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.StoreProbeInterval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            await ProbeAsync(stoppingToken);
    }

    private async Task ProbeAsync(CancellationToken cancellationToken)
    {
        try
        {
            var fence = await store.ReadEpochAsync(cancellationToken);
            if (_failing) LogReachable(logger);
            _failing = false;
            if (election.Current.Term is { } term && fence.Epoch > term.Epoch)
                control.RequestStepDown(term.Epoch, $"the store has accepted epoch {fence.Epoch} of {fence.InstanceId}, this term's is {term.Epoch}");
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            if (!_failing) LogUnreachable(logger, e.Message);
            _failing = true;
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The store does not answer: {Reason}. Its age grows in admin/status until it does")]
    private static partial void LogUnreachable(ILogger logger, string reason);

    [LoggerMessage(2, LogLevel.Information, "The store answers again")]
    private static partial void LogReachable(ILogger logger);
}
