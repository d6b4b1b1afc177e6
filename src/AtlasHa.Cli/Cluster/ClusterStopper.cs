using AtlasHa.Cli.Http;
using AtlasHa.Cli.Processes;

namespace AtlasHa.Cli.Cluster;

/// <summary>Takes a local cluster down: instances first, then ZooKeeper, then the state file. Data and logs stay.</summary>
internal sealed class ClusterStopper(ClusterLayout layout, InstanceProbe probe, TimeProvider time)
{
    /// <summary>How long a process may take to stop by itself before it is killed.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(20);

    private readonly ProcessStopper _stopper = new(time);

    /// <summary>Stops everything; returns the names of what had to be killed because it did not stop within <see cref="Grace"/>.</summary>
    public async Task<IReadOnlyList<string>> StopAsync(ClusterState cluster, CancellationToken cancellationToken)
    {
        // The active goes last: were it stopped with the others, its office would wander through instances that are leaving.
        var active = (await new StatusReader(probe).ReadAsync(cluster, cancellationToken)).Active?.InstanceId;
        return await StopInOrderAsync(cluster, active, cancellationToken);
    }

    /// <summary>Undoes a start that failed: not to be interrupted, and without asking who is active.</summary>
    public Task StopNowAsync(ClusterState cluster) => StopInOrderAsync(cluster, last: null, CancellationToken.None);

    private async Task<IReadOnlyList<string>> StopInOrderAsync(ClusterState cluster, string? last, CancellationToken cancellationToken)
    {
        IEnumerable<(string Name, ProcessIdentity? Process, int Rank)> parts =
        [
            .. cluster.Instances.Select(instance => (instance.Id, instance.Process, instance.Id == last ? 1 : 0)),
            ("zookeeper", cluster.ZooKeeper.Process, 2),
        ];
        var killed = new List<string>();
        foreach (var group in parts.Where(part => part.Process is not null).GroupBy(part => part.Rank).OrderBy(group => group.Key))
        {
            var forced = await _stopper.StopAsync([.. group.Select(part => part.Process!)], Grace, cancellationToken);
            killed.AddRange(group.Where(part => forced.Contains(part.Process!)).Select(part => part.Name));
        }

        new ClusterStateFile(layout).Delete();
        return killed;
    }
}
