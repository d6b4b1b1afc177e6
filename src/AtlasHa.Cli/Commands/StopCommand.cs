using System.CommandLine;
using AtlasHa.Cli.Cluster;

namespace AtlasHa.Cli.Commands;

/// <summary><c>atlas-ha stop</c>: stops an instance gracefully.</summary>
internal sealed class StopCommand(Terminal terminal)
    : InstanceCommand("stop", "Stops an instance gracefully (SIGTERM) and waits for its end; the active hands over first.", "Instance id, or 'active' for the one that is.")
{
    protected override async Task ActAsync(LocalCluster cluster, ClusterState state, string instance, ParseResult parsed, CancellationToken cancellationToken)
    {
        var chosen = await cluster.SelectRunningAsync(state, instance, cancellationToken);
        var killed = await cluster.Stopper.StopAsync([chosen.Process!], ClusterStopper.Grace, cancellationToken);
        if (killed.Count > 0)
            throw new CliException($"{chosen.Id} did not stop within {ClusterStopper.Grace.TotalSeconds:0} s and was killed; see {cluster.Layout.LogFile(chosen.Id)}.");
        terminal.Line($"Stopped {chosen.Id}. Bring it back with `atlas-ha start {chosen.Id}`.");
    }
}
