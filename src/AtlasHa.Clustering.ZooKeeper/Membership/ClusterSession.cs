using AtlasHa.ZooKeeper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace AtlasHa.Clustering.ZooKeeper.Membership;

/// <summary>
/// The one ZooKeeper session of a silo or client, replaced when it has ended, and what every operation on it needs to know.
/// Owned by the service container, which closes it with the host.
/// </summary>
/// <param name="client">Holds the session.</param>
/// <param name="paths">Where this cluster's nodes are.</param>
/// <param name="nodeAcl">Access rights of new nodes; null for the client's default.</param>
/// <param name="patience">How long after its start an operation may be begun anew.</param>
/// <param name="time">Clock.</param>
internal sealed class ClusterSession(
    RenewingZooKeeperClient client, ClusterPaths paths, IReadOnlyList<Acl>? nodeAcl, TimeSpan patience, TimeProvider time) : IAsyncDisposable
{
    // The client itself waits for a connection; the pause only keeps a server that drops each request from being flooded.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    public ClusterPaths Paths { get; } = paths;

    public IReadOnlyList<Acl>? NodeAcl { get; } = nodeAcl;

    public static ClusterSession Open<TOptions>(IServiceProvider services)
        where TOptions : ZooKeeperClusteringOptions
    {
        var options = services.GetRequiredService<IOptions<TOptions>>().Value;
        var clusterId = services.GetRequiredService<IOptions<ClusterOptions>>().Value.ClusterId;
        var time = services.GetService<TimeProvider>() ?? TimeProvider.System;
        var nodeAcl = options.NodeAcl ?? (options.DigestCredentials is null ? null : Acl.CreatorAll);

        if (options.ClientFactory is { } custom)
            return Over(custom(services), prefix: "");
        var target = ConnectString.Parse(options.ConnectionString);
        return Over(new ZooKeeperClientFactory(ClientOptions(options, target), services.GetRequiredService<ILoggerFactory>(), time), target.Chroot);

        ClusterSession Over(IZooKeeperClientFactory factory, string prefix)
            => new(new RenewingZooKeeperClient(factory), new ClusterPaths(prefix, clusterId), nodeAcl, options.SessionTimeout, time);
    }

    /// <summary>The live session. Ask anew for each piece of work.</summary>
    public ValueTask<IZooKeeperClient> GetClientAsync(CancellationToken cancellationToken) => client.GetAsync(cancellationToken);

    /// <summary>The moment after which an operation that begins now may no longer be begun anew.</summary>
    public Deadline StartDeadline() => new(time, patience);

    public Task PauseAsync(CancellationToken cancellationToken) => Task.Delay(Pause, time, cancellationToken);

    /// <summary>Runs what may run twice, and runs it again while answers are lost, for a limited time.</summary>
    public async Task<T> RetryAsync<T>(Func<IZooKeeperClient, Task<T>> operation, CancellationToken cancellationToken)
    {
        var deadline = StartDeadline();
        while (true)
        {
            try
            {
                return await operation(await GetClientAsync(cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
            }
            catch (ZooKeeperException e) when (e.OutcomeUnknown && !deadline.Passed)
            {
                await PauseAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    public ValueTask DisposeAsync() => client.DisposeAsync();

    private static ZooKeeperClientOptions ClientOptions(ZooKeeperClusteringOptions options, ConnectString target)
    {
        // No chroot: a client cannot create its own, and silos shall create the whole path.
        var client = new ZooKeeperClientOptions { ConnectString = string.Join(',', target.Servers), SessionTimeout = options.SessionTimeout, Tls = options.Tls };
        if (options.DigestCredentials?.Split(':', 2) is [var user, var password])
            client.Auth.Add(AuthInfo.Digest(user, password));
        return client;
    }
}
