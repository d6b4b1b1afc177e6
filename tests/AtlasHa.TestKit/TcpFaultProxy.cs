using System.Net;
using System.Net.Sockets;

namespace AtlasHa.TestKit;

/// <summary>A TCP proxy, on a loopback port unless told otherwise, whose verbs are network faults. It knows nothing of the bytes.</summary>
public sealed class TcpFaultProxy : IAsyncDisposable
{
    private readonly string _targetHost;
    private readonly int _targetPort;
    private readonly IPAddress _address;
    private readonly Lock _gate = new();
    private readonly List<TcpFaultProxyLink> _links = [];
    private TaskCompletionSource _open = Opened();
    private TcpListener? _listener;
    private Task _accepting = Task.CompletedTask;
    private bool _swallowNextReply;
    private int _accepted;

    private TcpFaultProxy(string targetHost, int targetPort, IPAddress address)
    {
        _targetHost = targetHost;
        _targetPort = targetPort;
        _address = address;
        Listen();
    }

    public int Port { get; private set; }

    /// <summary><c>address:port</c>.</summary>
    public string ConnectString => $"{_address}:{Port}";

    /// <summary>Connections accepted since the start.</summary>
    public int Accepted => Volatile.Read(ref _accepted);

    /// <summary>Starts to forward to the target.</summary>
    /// <param name="address">Where to listen; null for 127.0.0.1.</param>
    public static TcpFaultProxy To(int targetPort, string targetHost = "127.0.0.1", IPAddress? address = null)
        => new(targetHost, targetPort, address ?? IPAddress.Loopback);

    /// <summary>Drops every connection; new ones are accepted.</summary>
    public void DropConnections()
    {
        TcpFaultProxyLink[] links;
        lock (_gate)
        {
            links = [.. _links];
            _links.Clear();
        }
        foreach (var link in links)
            link.Dispose();
    }

    /// <summary>Drops every connection and refuses new ones until <see cref="Restore"/>.</summary>
    public void Cut()
    {
        lock (_gate)
        {
            _listener?.Dispose();
            _listener = null;
        }
        DropConnections();
    }

    /// <summary>Keeps connections open and accepts new ones, but lets no byte pass, in either direction, until <see cref="Restore"/>.</summary>
    public void Blackhole()
    {
        lock (_gate)
        {
            if (_open.Task.IsCompleted)
                _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>Ends <see cref="Cut"/> and <see cref="Blackhole"/>; what a black hole held back is delivered.</summary>
    public void Restore()
    {
        lock (_gate)
        {
            if (_listener is null)
                Listen();
            _open.TrySetResult();
        }
    }

    /// <summary>
    /// The next bytes from the target are thrown away and their connection is dropped: the request was carried out, the answer is lost.
    /// </summary>
    public void SwallowNextReply()
    {
        lock (_gate)
            _swallowNextReply = true;
    }

    public async ValueTask DisposeAsync()
    {
        Cut();
        _open.TrySetResult();
        await _accepting;
    }

    internal Task WhenOpen()
    {
        lock (_gate)
            return _open.Task;
    }

    internal bool TakeSwallow()
    {
        lock (_gate)
        {
            var taken = _swallowNextReply;
            _swallowNextReply = false;
            return taken;
        }
    }

    private static TaskCompletionSource Opened()
    {
        var open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        open.SetResult();
        return open;
    }

    private void Listen()
    {
        var listener = new TcpListener(_address, Port);
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        _listener = listener;
        _accepting = AcceptAsync(listener, _accepting);
    }

    private async Task AcceptAsync(TcpListener listener, Task previous)
    {
        await previous;
        while (true)
        {
            Socket client;
            try
            {
                client = await listener.AcceptSocketAsync();
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }
            Interlocked.Increment(ref _accepted);
            var link = new TcpFaultProxyLink(this, client);
            lock (_gate)
            {
                if (_listener == listener)
                    _links.Add(link);
                else
                    link.Dispose();
            }
            _ = link.RunAsync(_targetHost, _targetPort);
        }
    }
}
