using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace AtlasHa.LeaderElection.Peers;

/// <summary>Where the others watch this process: it greets each connection and then holds it open, until this is disposed or the process dies.</summary>
internal sealed class PeerListener : IAsyncDisposable
{
    private const int MaxConnections = 256;
    private static readonly TimeSpan AcceptPause = TimeSpan.FromMilliseconds(200);

    private readonly Socket _socket;
    private readonly Func<byte[]> _greeting;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _accepting;
    private readonly TaskCompletionSource _watched = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _open;

    /// <param name="address">Where to listen; peers connect to this very address.</param>
    /// <param name="port">0 for any that is free.</param>
    /// <param name="greeting">What a new connection is told, see <see cref="PeerStream.Greeting"/>.</param>
    /// <exception cref="InvalidOperationException">The endpoint cannot be listened on.</exception>
    public PeerListener(IPAddress address, int port, Func<byte[]> greeting, TimeProvider time, ILogger logger)
    {
        (_greeting, _time, _logger) = (greeting, time, logger);
        _socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            _socket.Bind(new IPEndPoint(address, port));
            _socket.Listen();
        }
        catch (SocketException e)
        {
            _socket.Dispose();
            throw new InvalidOperationException(
                $"The election's peer watch cannot listen on {address}:{port}: {e.Message}. Set AtlasHa:Election:PeerPort to a free port, or to 0 for any.", e);
        }

        EndPoint = (IPEndPoint)_socket.LocalEndPoint!;
        _accepting = Task.Run(AcceptAsync);
    }

    public IPEndPoint EndPoint { get; }

    /// <summary>Done when the first watcher has been greeted.</summary>
    public Task Watched => _watched.Task;

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        _socket.Dispose();
        await _accepting.ConfigureAwait(false);
    }

    private async Task AcceptAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                var connection = await _socket.AcceptAsync(_stopping.Token).ConfigureAwait(false);
                if (Interlocked.Increment(ref _open) <= MaxConnections)
                {
                    _ = HoldAsync(connection);
                    continue;
                }

                Interlocked.Decrement(ref _open);
                connection.Dispose();
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
            {
                if (_stopping.IsCancellationRequested)
                    return;

                // Out of file descriptors, most likely: not for ever, and no reason to spin.
                _logger.PeerAcceptFailed(e);
                await Task.Delay(AcceptPause, _time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task HoldAsync(Socket connection)
    {
        using (connection)
        {
            try
            {
                PeerStream.Prepare(connection);
                await connection.SendAsync(_greeting(), SocketFlags.None, _stopping.Token).ConfigureAwait(false);
                _watched.TrySetResult();

                // Watchers send nothing, so this ends when they go.
                await connection.ReceiveAsync(new byte[1], SocketFlags.None, _stopping.Token).ConfigureAwait(false);
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException)
            {
                // The watcher is gone, or this process stops.
            }
        }

        Interlocked.Decrement(ref _open);
    }
}
