using System.Net;
using AtlasHa.LeaderElection.Views;

namespace AtlasHa.LeaderElection.Peers;

/// <summary>The active instance as its peers watch it: one session's registration and the two endpoints that its process listens on.</summary>
/// <param name="SiloAddress">As registered, <c>ip:port@generation</c>.</param>
/// <param name="Epoch">Number of its term.</param>
internal sealed record PeerTarget(string Id, long Session, IPEndPoint Peer, IPEndPoint Silo, string SiloAddress, long Epoch)
{
    /// <summary>
    /// Whom to watch; null when nobody is active, when it is this instance, or when it registered no endpoints to watch (an older version).
    /// The public URL is no part of it: peers may be unable to reach it, and a refusal there would prove nothing.
    /// </summary>
    public static PeerTarget? Of(ClusterSnapshot snapshot, string self)
        => snapshot.Active is { SiloAddress: { } address, PeerEndpoint: { } endpoint } active
            && active.Id != self
            && IPEndPoint.TryParse(endpoint, out var peer)
            && IPEndPoint.TryParse(address.Split('@')[0], out var silo)
            ? new PeerTarget(active.Id, snapshot.Address!.Session, peer, silo, address, active.Epoch ?? 0)
            : null;
}
