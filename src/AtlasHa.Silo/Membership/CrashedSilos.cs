using AtlasHa.LeaderElection;
using AtlasHa.LeaderElection.Peers;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace AtlasHa.Silo.Membership;

/// <summary>
/// Declares the silo of a crashed instance dead to Orleans. Grain calls go where the election says without it; this ends those that still wait for an
/// answer of the dead one. They could not be repeated before somebody is active, and what Orleans does about it would take processor time from the take-over: so
/// it follows it.
/// </summary>
internal sealed partial class CrashedSilos(
    IPeerCrashes crashes, IElectionObserver election, IClusterMembershipService membership, ILogger<CrashedSilos> logger) : IHostedService
{
    /// <summary>Far longer than a take-over; without a successor there is no hurry.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        crashes.Crashed += OnCrashed;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        crashes.Crashed -= OnCrashed;
        return Task.CompletedTask;
    }

    private void OnCrashed(PeerCrash crash) => _ = DeclareAsync(crash.InstanceId, SiloAddress.FromParsableString(crash.SiloAddress));

    private async Task DeclareAsync(string instanceId, SiloAddress silo)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            await election.WaitForAsync(view => view.Active is { } active && active.Id != instanceId, Patience, CancellationToken.None);

            // For a silo that the table does not know, Orleans would try for ever and hold up every later declaration.
            if (membership.CurrentSnapshot.Members.TryGetValue(silo, out var member) && member.Status != SiloStatus.Dead) await membership.TryKill(silo);
        }
        catch (Exception failure)
        {
            // Orleans' own probes find out, seconds later.
            LogFailed(logger, silo, failure);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Silo {Silo} has crashed but could not be declared dead; calls to it end when Orleans notices by itself")]
    private static partial void LogFailed(ILogger logger, SiloAddress silo, Exception exception);
}
