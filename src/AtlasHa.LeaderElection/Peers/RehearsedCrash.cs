using System.Net;
using System.Net.Sockets;
using AtlasHa.LeaderElection.Latch;
using AtlasHa.LeaderElection.Nodes;
using AtlasHa.LeaderElection.Roles;
using AtlasHa.ZooKeeper;
using Microsoft.Extensions.Logging.Abstractions;

namespace AtlasHa.LeaderElection.Peers;

/// <summary>
/// An active instance that exists only in order to crash: nodes of a real session, a real peer endpoint, and a port that nothing listens on in the place of
/// its silo. Whoever stands behind it in the queue goes the whole way of a take-over after a crash.
/// </summary>
public sealed class RehearsedCrash : IAsyncDisposable
{
    /// <summary>Its id in the scratch election.</summary>
    public const string InstanceId = "rehearsed-crash";

    private readonly IZooKeeperClient _client;
    private readonly PeerListener _peers;

    /// <summary>Bound and not listening: refused, and nobody else's meanwhile.</summary>
    private readonly Socket _silo = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    private RehearsedCrash(IZooKeeperClient client, TimeProvider time)
    {
        _client = client;
        _silo.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _peers = new PeerListener(IPAddress.Loopback, 0, () => PeerStream.Greeting(InstanceId, client.SessionId), time, NullLogger.Instance);
    }

    /// <summary>Takes the first place of an empty queue and publishes itself as the active instance.</summary>
    /// <param name="clients">Makes its session.</param>
    /// <param name="zkRoot">Root of a scratch election.</param>
    /// <param name="time">Clock.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ZooKeeperException">ZooKeeper refused or is out of reach.</exception>
    public static async Task<RehearsedCrash> StageAsync(
        IZooKeeperClientFactory clients, string zkRoot, TimeProvider time, CancellationToken cancellationToken)
    {
        var staged = new RehearsedCrash(clients.Create(), time);
        try
        {
            await staged.PublishAsync(new ElectionPaths(zkRoot), time, cancellationToken).ConfigureAwait(false);
            return staged;
        }
        catch
        {
            await staged.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Waits until somebody watches, then closes what the kernel closes of a killed process. The session lives on, as that of a killed process does.</summary>
    public async Task HappenAsync(CancellationToken cancellationToken)
    {
        await _peers.Watched.WaitAsync(cancellationToken).ConfigureAwait(false);
        await _peers.DisposeAsync().ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await _peers.DisposeAsync().ConfigureAwait(false);
        _silo.Dispose();
        await _client.DisposeAsync().ConfigureAwait(false);
    }

    private async Task PublishAsync(ElectionPaths paths, TimeProvider time, CancellationToken cancellationToken)
    {
        var self = new InstanceInfo(
            InstanceId,
            new Uri($"http://{InstanceId}"),
            $"{_silo.LocalEndPoint}@1",
            Version: "",
            new Dictionary<string, string>(),
            time.GetUtcNow(),
            Epoch: null,
            _peers.EndPoint.ToString());
        var registry = new InstanceRegistry(_client, paths, self, time);
        var latch = new LeaderLatch(_client, paths, InstanceId, time, changed: () => { });
        await registry.EnsureParentsAsync(cancellationToken).ConfigureAwait(false);
        await latch.JoinAsync(cancellationToken).ConfigureAwait(false);
        await EpochRaiser.RestoreAsync(_client, paths, epoch: 0, cancellationToken).ConfigureAwait(false);
        await registry.PublishAsync(latch.Path!, epoch: 0, expectsVacancy: true, cancellationToken).ConfigureAwait(false);
    }
}
