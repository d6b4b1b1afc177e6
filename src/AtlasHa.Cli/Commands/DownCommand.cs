using System.CommandLine;
using AtlasHa.Cli.Cluster;
using AtlasHa.Cli.Http;

namespace AtlasHa.Cli.Commands;

/// <summary><c>atlas-ha down</c>: stops the local cluster.</summary>
internal sealed class DownCommand : Command
{
    private readonly Terminal _terminal;
    private readonly Option<DirectoryInfo> _data = CommonOptions.Data();

    public DownCommand(Terminal terminal)
        : base("down", "Stops the local cluster: instances (the active last), then its ZooKeeper. Data and logs are kept.")
    {
        _terminal = terminal;
        Options.Add(_data);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var layout = new ClusterLayout(parsed.GetRequiredValue(_data).FullName);
        using var probe = new InstanceProbe(Credentials.FromEnvironment());
        var cluster = new LocalCluster(layout, probe, TimeProvider.System);
        cluster.StateFile.Require();
        using var held = await cluster.LockAsync(cancellationToken);
        var killed = await cluster.StopAsync(cluster.StateFile.Require(), cancellationToken);
        if (killed.Count > 0) _terminal.Note($"Killed, because they did not stop within {ClusterStopper.Grace.TotalSeconds:0} s: {string.Join(", ", killed)}.");
        _terminal.Line($"Stopped. Data is kept in {layout.Root}.");
        return ExitCodes.Ok;
    }
}
