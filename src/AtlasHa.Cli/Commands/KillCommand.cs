using System.CommandLine;
using AtlasHa.Cli.Cluster;

namespace AtlasHa.Cli.Commands;

/// <summary><c>atlas-ha kill</c>: crashes an instance.</summary>
internal sealed class KillCommand(Terminal terminal)
    : InstanceCommand("kill", "Crashes an instance (SIGKILL), to see another take over.", "Instance id, or 'active' for the one that is.")
{
    protected override async Task ActAsync(LocalCluster cluster, ClusterState state, string instance, ParseResult parsed, CancellationToken cancellationToken)
    {
        var victim = await cluster.SelectRunningAsync(state, instance, cancellationToken);
        await cluster.Stopper.KillAsync([victim.Process!], cancellationToken);
        terminal.Line($"Killed {victim.Id} (process {victim.Process!.Pid}). Bring it back with `atlas-ha start {victim.Id}`.");
    }
}
