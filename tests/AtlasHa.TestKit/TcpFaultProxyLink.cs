using System.Net.Sockets;

namespace AtlasHa.TestKit;

/// <summary>One proxied connection.</summary>
internal sealed class TcpFaultProxyLink(TcpFaultProxy proxy, Socket client) : IDisposable
{
    private const int BufferBytes = 64 * 1024;

    private readonly Socket _target = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    /// <summary>Resets both sides.</summary>
    public void Dispose()
    {
        Reset(client);
        Reset(_target);
    }

    /// <summary>Forwards until either side ends.</summary>
    public async Task RunAsync(string targetHost, int targetPort)
    {
        try
        {
            client.NoDelay = true;
            await proxy.WhenOpen();
            await _target.ConnectAsync(targetHost, targetPort);
            await Task.WhenAny(PumpAsync(client, _target, fromTarget: false), PumpAsync(_target, client, fromTarget: true));
        }
        catch (Exception e) when (IsGone(e))
        {
            // The target refuses, or the proxy was cut: the client sees its connection close.
        }
        Dispose();
    }

    private static bool IsGone(Exception e) => e is SocketException or ObjectDisposedException;

    private static void Reset(Socket socket)
    {
        try
        {
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
        }
        catch (Exception e) when (IsGone(e))
        {
            // It is closed already.
        }
        socket.Dispose();
    }

    private async Task PumpAsync(Socket from, Socket to, bool fromTarget)
    {
        var buffer = new byte[BufferBytes];
        try
        {
            while (await from.ReceiveAsync(buffer) is var count && count > 0)
            {
                await proxy.WhenOpen();
                if (fromTarget && proxy.TakeSwallow())
                    return;
                for (var sent = 0; sent < count;)
                    sent += await to.SendAsync(buffer.AsMemory(sent, count - sent));
            }
        }
        catch (Exception e) when (IsGone(e))
        {
            // Either side closed; the link ends with this pump.
        }
    }
}
