using System.Net;
using System.Net.Sockets;
using AtlasHa.LeaderElection.Latch;
using AtlasHa.LeaderElection.Nodes;
using AtlasHa.LeaderElection.Peers;
using AtlasHa.LeaderElection.Roles;
using AtlasHa.TestKit;
using AtlasHa.ZooKeeper;
using Microsoft.Extensions.Logging.Abstractions;

namespace AtlasHa.LeaderElection.Tests.Harness;

/// <summary>
/// An active instance without a process of its own: real nodes of a real session of a minute, a real peer listener, and a socket where its silo would
/// listen. So it can die in parts, and its session lives on as that of a killed process does.
/// </summary>
internal sealed class ScriptedActive : IAsyncDisposable
{
    private static readonly TimeSpan LongSession = TimeSpan.FromMinutes(1);

    private readonly PeerListener _peers;
    private readonly CountingListener _silo = new();

    private ScriptedActive(string id, IZooKeeperClient client, ElectionPaths paths, Func<IPEndPoint, string>? advertised)
    {
        Id = id;
        Client = client;
        _peers = new PeerListener(
            IPAddress.Loopback, 0, () => PeerStream.Greeting(id, client.SessionId), TimeProvider.System, NullLogger.Instance);
        Info = new InstanceInfo(
            id, new Uri($"http://{id}:21000"), $"127.0.0.1:{_silo.Port}@1", "test", new Dictionary<string, string>(), DateTimeOffset.UnixEpoch, null,
            advertised?.Invoke(_peers.EndPoint) ?? _peers.EndPoint.ToString());
        Registry = new InstanceRegistry(client, paths, Info, TimeProvider.System);
        Latch = new LeaderLatch(client, paths, id, TimeProvider.System, () => { });
    }

    public string Id { get; }

    public IZooKeeperClient Client { get; }

    public InstanceInfo Info { get; }

    public InstanceRegistry Registry { get; }

    public LeaderLatch Latch { get; }

    /// <summary>Connections that the silo's socket has taken.</summary>
    public int SiloConnections => _silo.Accepted;

    /// <summary>Registers, queues and publishes, as an instance with epoch 1 would.</summary>
    /// <param name="advertised">Makes the registered peer endpoint out of the real one.</param>
    public static async Task<ScriptedActive> StartAsync(ElectionCluster cluster, string id, Func<IPEndPoint, string>? advertised = null)
    {
        var active = new ScriptedActive(id, cluster.NewClient(LongSession), cluster.Paths, advertised);
        await active.Registry.EnsureParentsAsync(CancellationToken.None);
        await active.Registry.RegisterAsync(CancellationToken.None);
        await active.Latch.JoinAsync(CancellationToken.None);
        await EpochRaiser.RestoreAsync(active.Client, cluster.Paths, 1, CancellationToken.None);
        await active.Registry.PublishAsync(active.Latch.Path!, 1, expectsVacancy: false, CancellationToken.None);
        return active;
    }

    /// <summary>What the kernel does when the process dies.</summary>
    public async Task CloseEverythingAsync()
    {
        CloseSilo();
        await ClosePeersAsync();
    }

    public void CloseSilo() => _silo.Dispose();

    public ValueTask ClosePeersAsync() => _peers.DisposeAsync();

    /// <summary>True while ZooKeeper lists the session.</summary>
    public async Task<bool> SessionLivesAsync(ZooKeeperFixture zooKeeper)
        => (await zooKeeper.Server.FourLetterAsync("dump")).Contains($"0x{Client.SessionId:x}", StringComparison.Ordinal);

    public async ValueTask DisposeAsync()
    {
        await CloseEverythingAsync();
        await Client.DisposeAsync();
    }

    /// <summary>Takes connections and says nothing.</summary>
    private sealed class CountingListener : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly List<Socket> _held = [];
        private int _accepted;

        public CountingListener()
        {
            _listener.Start();
            Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
            _ = AcceptAsync();
        }

        public int Port { get; }

        public int Accepted => Volatile.Read(ref _accepted);

        public void Dispose()
        {
            _listener.Dispose();
            lock (_held)
                _held.ForEach(socket => socket.Dispose());
        }

        private async Task AcceptAsync()
        {
            try
            {
                while (true)
                {
                    var socket = await _listener.AcceptSocketAsync();
                    lock (_held)
                        _held.Add(socket);
                    Interlocked.Increment(ref _accepted);
                }
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
            {
                // Disposed: the end of this helper.
            }
        }
    }
}
