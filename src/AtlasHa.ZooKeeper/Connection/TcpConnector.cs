using System.Net.Sockets;

namespace AtlasHa.ZooKeeper.Connection;

/// <summary>Plain TCP. The name is resolved on every call, and every address that it has is tried.</summary>
internal sealed class TcpConnector : IServerConnector
{
    public async Task<Stream> ConnectAsync(ServerAddress server, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(server.Host, server.Port, cancellationToken).ConfigureAwait(false);
            // The kernel may pick the port that we connect to as our own; TCP then connects the socket to itself, and a client
            // that polls a dead local server would read its own request as an answer.
            if (Equals(socket.LocalEndPoint, socket.RemoteEndPoint))
                throw new SocketException((int)SocketError.ConnectionRefused);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
