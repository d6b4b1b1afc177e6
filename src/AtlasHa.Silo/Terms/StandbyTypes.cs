using AtlasHa.Catalog;
using AtlasHa.Catalog.Storage;
using AtlasHa.Catalog.Types;
using AtlasHa.LeaderElection;
using AtlasHa.Silo.Health;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AtlasHa.Silo.Terms;

/// <summary>
/// Reads the types, and the models folder, now and then while another instance is active, so that a take-over finds them parsed and resolved. What was changed since the last look
/// is made anew when office is taken.
/// </summary>
internal sealed partial class StandbyTypes(
    ICatalogStore store, KnownTypes types, IOptions<CatalogOptions> options, StoreHealth health, IElectionObserver election, TimeProvider time, ILogger<StandbyTypes> logger)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await election.WaitForAsync(view => view.Term is null && view.Active is { Epoch: not null }, Timeout.InfiniteTimeSpan, stoppingToken);

            // An embedded store blocks its caller for as long as the disk does, and whoever asks one that hangs gets stuck with it.
            if (health.Stall is null && election.Current is { Term: null, Active.Epoch: { } epoch })
                await Task.Run(() => LookAsync(epoch, stoppingToken), stoppingToken).WaitAsync(stoppingToken);
            await Task.Delay(Interval, time, stoppingToken);
        }
    }

    private async Task LookAsync(long epoch, CancellationToken stopping)
    {
        try
        {
            await types.LearnAsync(store, epoch, options.Value.ModelsFolder, stopping);
        }
        catch (Exception failure)
        {
            // A change of the active, or a store that its probe tells of: the next look, or the take-over, reads them.
            LogFailed(logger, failure.Message);
        }
    }

    [LoggerMessage(1, LogLevel.Debug, "The types could not be read ahead: {Reason}")]
    private static partial void LogFailed(ILogger logger, string reason);
}
