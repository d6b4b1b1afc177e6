using System.Net.Sockets;
using System.Text;

namespace AtlasHa.LeaderElection.Peers;

/// <summary>
/// A connection to the instance that is watched. It carries one line, which says who speaks, and then nothing: its end is the message, and the
/// kernel sends it the moment the process is gone.
/// </summary>
internal sealed class PeerStream : IDisposable
{
    private static readonly TimeSpan GreetingDeadline = TimeSpan.FromSeconds(1);

    private readonly Socket _socket;

    private PeerStream(Socket socket) => _socket = socket;

    public static byte[] Greeting(string instanceId, long session) => Encoding.UTF8.GetBytes($"atlas-ha peer 0x{session:x} {instanceId}\n");

    /// <summary>Keepalive, so that the connections of a host that lost its power are not kept for ever.</summary>
    public static void Prepare(Socket socket)
    {
        socket.NoDelay = true;
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 10);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 5);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, 3);
    }

    /// <summary>A stream to the instance and session meant, or null when there is none to be had now.</summary>
    public static async Task<PeerStream?> OpenAsync(PeerTarget target, TimeProvider time, CancellationToken cancellationToken)
    {
        var socket = new Socket(target.Peer.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        using var deadline = new CancellationTokenSource(GreetingDeadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            Prepare(socket);
            if (await Dial.ConnectAsync(socket, target.Peer, either.Token).ConfigureAwait(false) == SocketError.Success
                && await IsGreetedAsync(socket, Greeting(target.Id, target.Session), either.Token).ConfigureAwait(false))
            {
                return new PeerStream(socket);
            }
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            // Nobody there, or nobody who speaks: the caller tries again.
        }

        socket.Dispose();
        return null;
    }

    /// <summary>Returns when the stream has ended, for whatever reason, or the token is cancelled.</summary>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _socket.ReceiveAsync(new byte[1], SocketFlags.None, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            // Reset, timed out by keepalive, or given up: the end.
        }
    }

    public void Dispose() => _socket.Dispose();

    private static async Task<bool> IsGreetedAsync(Socket socket, byte[] expected, CancellationToken cancellationToken)
    {
        var received = new byte[expected.Length];
        for (var length = 0; length < received.Length;)
        {
            var read = await socket.ReceiveAsync(received.AsMemory(length), SocketFlags.None, cancellationToken).ConfigureAwait(false);
            if (read == 0)
                return false;
            length += read;
        }

        return received.AsSpan().SequenceEqual(expected);
    }
}
