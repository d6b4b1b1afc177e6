using System.Net;
using AtlasHa.LeaderElection.Latch;
using AtlasHa.LeaderElection.Peers;
using Microsoft.Extensions.Logging;

namespace AtlasHa.LeaderElection.Roles;

/// <summary>
/// The instance that was active when this one lost its session. An outage of all of them ends every session, and the order in which they come back says
/// nothing: so the one that is in office joins the queue first, and nothing changes hands. Belongs to one new session.
/// </summary>
/// <param name="instance">It; null when it is not known, or there was no session before.</param>
/// <param name="self">This instance's id.</param>
/// <param name="time">Clock.</param>
/// <param name="logger">Log.</param>
internal sealed class LastActive(InstanceInfo? instance, string self, TimeProvider time, ILogger logger)
{
    private long? _began;
    private bool _over = instance is null || instance.Id == self;

    /// <summary>
    /// True while this instance should let it pass: nobody stands in the queue, it does not refuse a connection, and not more than
    /// <paramref name="patience"/> has passed, which does not count while automatic failover is paused.
    /// </summary>
    public async Task<bool> GoesFirstAsync(LeaderLatch latch, bool paused, TimeSpan patience, CancellationToken cancellationToken)
    {
        if (_over)
            return false;
        if (_began is null)
            logger.LettingLastActiveFirst(self, instance!.Id);
        _began ??= time.GetTimestamp();
        _over = (!paused && time.GetElapsedTime(_began.Value) >= patience)
            || await latch.HolderAsync(cancellationToken).ConfigureAwait(false) is not null
            || await IsGoneAsync(cancellationToken).ConfigureAwait(false);
        return !_over;
    }

    private async Task<bool> IsGoneAsync(CancellationToken cancellationToken)
        => IPEndPoint.TryParse(instance!.PeerEndpoint ?? "", out var peer) && await PeerProbe.RefusesAsync(peer, time, cancellationToken).ConfigureAwait(false);
}
