using System.Numerics;
using AtlasHa.ZooKeeper;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace AtlasHa.Clustering.ZooKeeper.Membership;

/// <summary>
/// Holds the silo's start back until ZooKeeper has answered once, if <see cref="ZooKeeperClusteringSiloOptions.WaitForZooKeeper"/> says so: reading
/// membership, Orleans itself would give up after the first failure, and the host with it.
/// </summary>
internal sealed partial class FirstContact(
    ClusterSession session, IOptions<ZooKeeperClusteringSiloOptions> options, ILogger<FirstContact> logger) : ILifecycleParticipant<ISiloLifecycle>
{
    /// <summary>An attempt takes a session timeout or two: beyond this many each gap between two log lines is minutes long.</summary>
    private const int LongestGap = 32;

    /// <summary>Before the silo opens its ports: it is not to be reached before it can join.</summary>
    public void Participate(ISiloLifecycle lifecycle)
    {
        if (options.Value.WaitForZooKeeper)
            lifecycle.Subscribe(nameof(FirstContact), ServiceLifecycleStage.RuntimeInitialize - 1, WaitAsync);
    }

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await session.RetryAsync(client => client.ExistsAsync(session.Paths.Root, cancellationToken: cancellationToken), cancellationToken)
                    .ConfigureAwait(false);
            }
            catch (ZooKeeperException e) when (e.OutcomeUnknown)
            {
                if (BitOperations.IsPow2(attempt) || attempt % LongestGap == 0)
                    LogWaiting(logger, e.Message);
                await session.PauseAsync(cancellationToken).ConfigureAwait(false);
                continue;
            }
            catch (ZooKeeperException)
            {
                // A refusal is an answer, and the first real request will get it as well and say what to do.
            }

            if (attempt > 1)
                LogAnswers(logger);
            return;
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "No ZooKeeper server answers, so this silo cannot join its cluster yet and keeps trying. "
        + "Check that the ensemble runs, has a quorum, and is the one in the connection string. {Reason}")]
    private static partial void LogWaiting(ILogger logger, string reason);

    [LoggerMessage(2, LogLevel.Information, "ZooKeeper answers: the silo joins")]
    private static partial void LogAnswers(ILogger logger);
}
