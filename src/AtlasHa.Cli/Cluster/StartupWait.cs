using AtlasHa.Cli.Ensemble;
using AtlasHa.Cli.Processes;

namespace AtlasHa.Cli.Cluster;

/// <summary>Waits for a condition that started processes are to bring about, and says why it cannot come when one of them has ended.</summary>
internal sealed class StartupWait(ClusterLayout layout, TimeProvider time)
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    /// <exception cref="CliException">A process of the cluster ended; with the end of its log.</exception>
    public async Task UntilAsync(ClusterState cluster, Func<Task<bool>> condition, CancellationToken cancellationToken)
    {
        while (!await condition())
        {
            RequireAlive(LocalZooKeeper.LogName, cluster.ZooKeeper.Process);
            foreach (var instance in cluster.Instances) RequireAlive(instance.Id, instance.Process);
            await Task.Delay(PollInterval, time, cancellationToken);
        }
    }

    private void RequireAlive(string name, ProcessIdentity? process)
    {
        if (process is not null && !ProcessTable.IsAlive(process))
            throw new CliException($"{name} ended while starting. Its log, {layout.LogFile(name)}, ends with:{LogTail.Read(layout.LogFile(name))}");
    }
}
