using AtlasHa.LeaderElection.Roles;
using AtlasHa.ZooKeeper;
using Microsoft.Extensions.Logging;

namespace AtlasHa.LeaderElection;

/// <summary>One ZooKeeper session after another, with a growing pause between those that did not work.</summary>
internal sealed class SessionRunner(IZooKeeperClientFactory clients, BackOff backOff, TimeProvider time, ILogger logger)
{
    /// <summary>Runs <paramref name="body"/> with a new session each time it returns, until <paramref name="stopping"/>; never throws.</summary>
    public async Task RunAsync(Func<IZooKeeperClient, Task> body, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                var client = clients.Create();
                await using (client.ConfigureAwait(false))
                {
                    await body(client).ConfigureAwait(false);
                    Judge(client.State, established: client.SessionId != 0);

                    // Tells the server, which then deletes the session's nodes at once instead of after the session timeout.
                    await client.CloseAsync(CancellationToken.None).ConfigureAwait(false);
                }
            }
            catch (Exception failure)
            {
                backOff.Failed();
                logger.SessionFailed(failure);
            }

            await Task.Delay(backOff.Remaining, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Judge(SessionState end, bool established)
    {
        if (established && end != SessionState.AuthFailed)
            backOff.Succeeded();
        else
            backOff.Failed();
        if (end == SessionState.AuthFailed)
            logger.SessionRefused(backOff.Remaining.TotalSeconds);
        else if (end == SessionState.Expired)
            logger.SessionExpired();
    }
}
