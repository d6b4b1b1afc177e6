using AtlasHa.Cli.Http;
using AtlasHa.Cli.Processes;

namespace AtlasHa.Cli.Cluster;

/// <summary>The cluster of one data directory, for the commands that act on it.</summary>
internal sealed class LocalCluster(ClusterLayout layout, InstanceProbe probe, TimeProvider time)
{
    private static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(30);

    public ClusterLayout Layout { get; } = layout;

    public InstanceProbe Probe { get; } = probe;

    public ClusterStateFile StateFile { get; } = new(layout);

    public ProcessStopper Stopper { get; } = new(time);

    public Task<ClusterLock> LockAsync(CancellationToken cancellationToken) => ClusterLock.TakeAsync(Layout, LockPatience, time, cancellationToken);

    public Task<ClusterView> ReadStatusAsync(ClusterState cluster, CancellationToken cancellationToken)
        => new StatusReader(Probe).ReadAsync(cluster, cancellationToken);

    public Task<IReadOnlyList<string>> StopAsync(ClusterState cluster, CancellationToken cancellationToken)
        => new ClusterStopper(Layout, Probe, time).StopAsync(cluster, cancellationToken);

    /// <summary>The instance that a user named: by its id, or <c>active</c> for the one that is.</summary>
    public async Task<InstanceState> SelectAsync(ClusterState cluster, string name, CancellationToken cancellationToken)
    {
        if (cluster.Find(name) is { } instance) return instance;
        var known = string.Join(", ", cluster.Instances.Select(other => other.Id));
        if (name != "active") throw new CliException($"there is no instance {name}; this cluster has {known}, and the word active for the one that is.");
        var view = await ReadStatusAsync(cluster, cancellationToken);
        return view.Active is { } active && cluster.Find(active.InstanceId) is { } found
            ? found
            : throw new CliException("no instance is active at the moment; see `atlas-ha status`, or name one of " + known + ".");
    }

    /// <summary>The instance, which must run.</summary>
    public async Task<InstanceState> SelectRunningAsync(ClusterState cluster, string name, CancellationToken cancellationToken)
    {
        var instance = await SelectAsync(cluster, name, cancellationToken);
        return instance.IsAlive ? instance : throw new CliException($"{instance.Id} does not run; start it with `atlas-ha start {instance.Id}`.");
    }
}
