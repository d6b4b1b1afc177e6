using System.Net;
using System.Net.Sockets;

namespace AtlasHa.LeaderElection.Peers;

/// <summary>One connect, to learn whether anything listens.</summary>
public static class PeerProbe
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(1);

    /// <summary>
    /// True only when the connection was refused: the host lives and no process listens there. Accepted, no route, or no answer within a second is
    /// false, and proves nothing.
    /// </summary>
    public static async Task<bool> RefusesAsync(IPEndPoint endpoint, TimeProvider time, CancellationToken cancellationToken)
    {
        using var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        using var deadline = new CancellationTokenSource(Deadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        return await Dial.ConnectAsync(socket, endpoint, either.Token).ConfigureAwait(false) == SocketError.ConnectionRefused;
    }

    /// <summary>True when both refuse; they are asked at the same time.</summary>
    internal static async Task<bool> BothRefuseAsync(IPEndPoint first, IPEndPoint second, TimeProvider time, CancellationToken cancellationToken)
        => (await Task.WhenAll(RefusesAsync(first, time, cancellationToken), RefusesAsync(second, time, cancellationToken)).ConfigureAwait(false)).All(refused => refused);
}
