using AtlasHa.LeaderElection.Nodes;

namespace AtlasHa.LeaderElection.Leases;

/// <summary>The lease's lengths: pure.</summary>
internal static class LeasePolicy
{
    private static readonly TimeSpan LongestBelieved = TimeSpan.FromMinutes(10);

    /// <summary>By how much the clocks of two hosts may differ in speed.</summary>
    private const double Drift = 1.1;

    /// <summary>
    /// Two thirds of the session timeout, less half a tick: then the session cannot have ended before the lease, as long as it is renewed every quarter. The
    /// tick is not known here; a default server grants no timeout below two ticks, so half a tick is a quarter of the timeout at most.
    /// </summary>
    public static TimeSpan Length(TimeSpan sessionTimeout) => sessionTimeout * (2.0 / 3 - 1.0 / 4);

    public static TimeSpan RenewEvery(TimeSpan sessionTimeout) => sessionTimeout / 4;

    /// <summary>
    /// How long after it has seen itself first in the queue a new active has to reckon with an earlier lease. A renewal needs the renewer's queue node, so
    /// none is made after that moment, and the last one was sent before it.
    /// </summary>
    /// <param name="node">Content of the lease's node, read after that moment; null when there is none.</param>
    /// <param name="epoch">The new term's epoch.</param>
    /// <param name="sessionTimeout">This instance's, for a node that says nothing: then the earlier active is taken to have had the same.</param>
    public static TimeSpan Earlier(byte[]? node, long epoch, TimeSpan sessionTimeout)
    {
        // The first term of all, or one whose predecessor left in order.
        if (epoch == 1 || node is { Length: 0 })
            return TimeSpan.Zero;
        var said = node is null || NodeData.DecodeLease(node) is not { LengthMs: > 0 } note ? Length(sessionTimeout) : TimeSpan.FromMilliseconds(note.LengthMs);
        return (said < LongestBelieved ? said : Length(sessionTimeout)) * Drift;
    }
}
