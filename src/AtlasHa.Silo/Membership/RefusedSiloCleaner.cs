using AtlasHa.LeaderElection.Peers;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace AtlasHa.Silo.Membership;

/// <summary>
/// Before this silo joins, declares dead those members whose endpoint refuses a connection. Orleans makes a joining silo reach every
/// member that the table calls alive, so after a crash of the whole cluster the first one back would wait for the others' rows to go stale:
/// 105 s were measured. Only a refusal counts; a time-out proves nothing.
/// </summary>
internal sealed partial class RefusedSiloCleaner(
    IClusterMembershipService membership,
    ILocalSiloDetails local,
    TimeProvider time,
    ILogger<RefusedSiloCleaner> logger) : ILifecycleParticipant<ISiloLifecycle>
{
    private static readonly TimeSpan CleanDeadline = TimeSpan.FromSeconds(5);

    public void Participate(ISiloLifecycle lifecycle)
        => lifecycle.Subscribe(nameof(RefusedSiloCleaner), ServiceLifecycleStage.AfterRuntimeGrainServices + 1, CleanAsync);

    private async Task CleanAsync(CancellationToken cancellationToken)
    {
        try
        {
            await membership.Refresh(default, cancellationToken);
            var others = Living(membership.CurrentSnapshot).Where(silo => !silo.Equals(local.SiloAddress)).ToArray();
            var refused = await Task.WhenAll(others.Select(async silo => (Silo: silo, Refuses: await PeerProbe.RefusesAsync(silo.Endpoint, time, cancellationToken))));
            var dead = refused.Where(r => r.Refuses).Select(r => r.Silo).ToArray();
            if (dead.Length == 0) return;
            foreach (var silo in dead)
            {
                LogDead(logger, silo);
                await membership.TryKill(silo);
            }

            await DeclaredAsync(dead, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // Joining works without it, only slower.
            LogFailed(logger, e);
        }
    }

    /// <summary>TryKill only queues the declaration.</summary>
    private async Task DeclaredAsync(SiloAddress[] dead, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(CleanDeadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        await foreach (var snapshot in membership.MembershipUpdates.WithCancellation(either.Token))
        {
            if (!Living(snapshot).Intersect(dead).Any()) return;
        }
    }

    private static IEnumerable<SiloAddress> Living(ClusterMembershipSnapshot snapshot)
        => snapshot.Members.Values.Where(m => m.Status is not SiloStatus.Dead and not SiloStatus.None).Select(m => m.SiloAddress);

    [LoggerMessage(1, LogLevel.Information, "Silo {Silo} is in the membership table but refuses connections: declaring it dead before joining")]
    private static partial void LogDead(ILogger logger, SiloAddress silo);

    [LoggerMessage(2, LogLevel.Warning, "Could not declare unreachable silos dead before joining; joining may take up to two minutes")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
