using System.Net;
using System.Net.Sockets;
using AtlasHa.LeaderElection.Nodes;
using AtlasHa.ZooKeeper;
using Microsoft.Extensions.Logging;

namespace AtlasHa.LeaderElection.Peers;

/// <summary>Goes the way of a crash once without one, at start: code that runs for the first time is slow.</summary>
internal static class PeerRehearsal
{
    /// <summary>Two refused connects, a removal that finds nothing to remove, and a transaction that changes nothing. Never throws.</summary>
    public static async Task RunAsync(IZooKeeperClient client, ElectionPaths paths, string self, TimeProvider time, ILogger logger, CancellationToken cancellationToken)
    {
        try
        {
            // Bound and not listening: refused, and nobody else's meanwhile.
            using var closed = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            closed.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            var endpoint = (IPEndPoint)closed.LocalEndPoint!;
            await PeerProbe.BothRefuseAsync(endpoint, endpoint, time, cancellationToken).ConfigureAwait(false);
            await new PeerEviction(client, paths, time).TryRemoveAsync(self, session: 0, cancellationToken).ConfigureAwait(false);
            await client.MultiAsync([new Operation.Check(paths.Instance(self))], cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is SocketException or ZooKeeperException or OperationCanceledException)
        {
            logger.PeerRehearsalFailed(failure);
        }
    }
}
