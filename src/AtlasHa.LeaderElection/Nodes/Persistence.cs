using AtlasHa.ZooKeeper;

namespace AtlasHa.LeaderElection.Nodes;

/// <summary>Repeats what may be repeated until ZooKeeper has given an answer.</summary>
internal static class Persistence
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// Runs <paramref name="attempt"/>, which must look before it acts, again for as long as its outcome is unknown. It gives up, with that outcome, when
    /// the session is over or no server has been heard of for its whole timeout: the session may live on, and with it what was done.
    /// </summary>
    public static async Task<T> UntilCertainAsync<T>(this IZooKeeperClient client, TimeProvider time, Func<Task<T>> attempt, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                cancellationToken.ThrowIfCancellationRequested();
                return await attempt().ConfigureAwait(false);
            }
            catch (ZooKeeperException e) when (
                e.OutcomeUnknown && !client.SessionEnded.IsCancellationRequested && client.SinceLastContact < client.NegotiatedTimeout)
            {
                await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
