using System.CommandLine;
using AtlasHa.Cli.Cluster;
using AtlasHa.Cli.Processes;

namespace AtlasHa.Cli.Commands;

/// <summary><c>atlas-ha start</c>: starts an instance that was killed or stopped.</summary>
internal sealed class StartCommand : InstanceCommand
{
    private readonly Terminal _terminal;
    private readonly Option<double> _timeout = CommonOptions.Timeout(60, "Give up if the instance does not answer by then.");

    public StartCommand(Terminal terminal)
        : base("start", "Starts an instance of the running cluster again and waits until it answers.", "Instance id.")
    {
        _terminal = terminal;
        Options.Add(_timeout);
    }

    protected override async Task ActAsync(LocalCluster cluster, ClusterState state, string instance, ParseResult parsed, CancellationToken cancellationToken)
    {
        var chosen = await cluster.SelectAsync(state, instance, cancellationToken);
        if (chosen.IsAlive) throw new CliException($"{chosen.Id} runs already (process {chosen.Process!.Pid}).");
        using var runner = new ProcessRunner();
        var started = await new InstanceStarter(cluster, runner, TimeProvider.System)
            .StartAsync(state, chosen, TimeSpan.FromSeconds(parsed.GetValue(_timeout)), cancellationToken);
        _terminal.Line($"{started.Id} answers at {started.Url.Authority} (process {started.Process!.Pid}).");
    }
}
