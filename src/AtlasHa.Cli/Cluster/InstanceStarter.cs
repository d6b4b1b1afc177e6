using System.Net;
using AtlasHa.Cli.Ensemble;
using AtlasHa.Cli.Processes;

namespace AtlasHa.Cli.Cluster;

/// <summary>Starts one instance of a running cluster again.</summary>
internal sealed class InstanceStarter(LocalCluster cluster, ProcessRunner runner, TimeProvider time)
{
    /// <summary>Returns when the instance answers; one that does not by the deadline is killed. The caller holds the cluster's lock.</summary>
    public async Task<InstanceState> StartAsync(ClusterState state, InstanceState instance, TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (state.ZooKeeper.Process is { } zooKeeper && !ProcessTable.IsAlive(zooKeeper))
            throw new CliException($"the cluster's ZooKeeper has ended (log: {cluster.Layout.LogFile(LocalZooKeeper.LogName)}). Run `atlas-ha down`, then `atlas-ha up`.");
        PortCheck.RequireFree(
            IPAddress.Loopback,
            new[] { instance.HttpPort, instance.SiloPort, instance.GatewayPort }.Select(port => new WantedPort(port, instance.Id, "the port options of `atlas-ha up`")));

        // Not tied to this command, which ends now, nor to an `up` in the foreground, which is no parent of it.
        var started = await new InstanceLauncher(cluster.Layout, runner).StartAsync(state, instance, dieWithParent: false);
        cluster.StateFile.Write(state.With(started));
        using var deadline = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            // Other instances may be down on purpose; only this one's end means failure.
            await new StartupWait(cluster.Layout, time).UntilAsync(
                state with { Instances = [started] }, () => cluster.Probe.IsReadyAsync(started.Url, either.Token), either.Token);
            return started;
        }
        catch (Exception exception)
        {
            await cluster.Stopper.KillAsync([started.Process!], CancellationToken.None);
            if (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested)
                throw new CliException($"{started.Id} did not answer within {timeout.TotalSeconds:0} s and was killed; see {cluster.Layout.LogFile(started.Id)}.", exception);
            throw;
        }
    }
}
