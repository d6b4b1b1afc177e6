using System.Net;
using System.Net.Sockets;

namespace AtlasHa.TestKit;

/// <summary>Plays a script on every connection: for answers that no real server would give.</summary>
public sealed class ScriptedZooKeeperServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;

    private ScriptedZooKeeperServer(Func<ScriptedConnection, Task> script)
    {
        _listener.Start();
        _accepting = AcceptAsync(script);
    }

    /// <summary><c>127.0.0.1:port</c>.</summary>
    public string ConnectString => $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public static ScriptedZooKeeperServer Start(Func<ScriptedConnection, Task> script) => new(script);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _accepting;
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync(Func<ScriptedConnection, Task> script)
    {
        var running = new List<Task>();
        try
        {
            for (var number = 1; ; number++)
                running.Add(PlayAsync(script, await _listener.AcceptTcpClientAsync(_stop.Token), number));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(running);
        }
    }

    private async Task PlayAsync(Func<ScriptedConnection, Task> script, TcpClient client, int number)
    {
        using (client)
        {
            try
            {
                await script(new ScriptedConnection(client.GetStream(), number, _stop.Token));
            }
            catch (Exception e) when (e is IOException or OperationCanceledException)
            {
                // The client hung up, or the test is over.
            }
        }
    }
}
