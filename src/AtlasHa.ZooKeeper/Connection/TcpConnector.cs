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
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
