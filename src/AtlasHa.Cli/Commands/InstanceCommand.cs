using System.CommandLine;
using AtlasHa.Cli.Cluster;
using AtlasHa.Cli.Http;

namespace AtlasHa.Cli.Commands;

/// <summary>A command on one instance of the local cluster.</summary>
internal abstract class InstanceCommand : Command
{
    private readonly Argument<string> _instance;
    private readonly Option<DirectoryInfo> _data = CommonOptions.Data();

    protected InstanceCommand(string name, string description, string instanceDescription)
        : base(name, description)
    {
        _instance = new Argument<string>("INSTANCE") { Description = instanceDescription };
        Arguments.Add(_instance);
        Options.Add(_data);
        SetAction(RunAsync);
    }

    /// <summary>Does it; the cluster's lock is held.</summary>
    protected abstract Task ActAsync(LocalCluster cluster, ClusterState state, string instance, ParseResult parsed, CancellationToken cancellationToken);

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using var probe = new InstanceProbe(Credentials.FromEnvironment());
        var cluster = new LocalCluster(new ClusterLayout(parsed.GetRequiredValue(_data).FullName), probe, TimeProvider.System);
        cluster.StateFile.Require();
        using var held = await cluster.LockAsync(cancellationToken);
        await ActAsync(cluster, cluster.StateFile.Require(), parsed.GetRequiredValue(_instance), parsed, cancellationToken);
        return ExitCodes.Ok;
    }
}
