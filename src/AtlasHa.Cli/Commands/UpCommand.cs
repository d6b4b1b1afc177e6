using System.CommandLine;
using AtlasHa.Cli.Cluster;
using AtlasHa.Cli.Http;
using AtlasHa.Cli.Output;
using AtlasHa.Cli.Processes;

namespace AtlasHa.Cli.Commands;

/// <summary><c>atlas-ha up</c>: a local cluster, from nothing to an active instance.</summary>
internal sealed class UpCommand : Command, IDetailedHelp
{
    private readonly Terminal _terminal;
    private readonly Option<DirectoryInfo> _data = CommonOptions.Data();
    private readonly Option<bool> _detach = new("--detach", "-d") { Description = "Return when the cluster is up, and leave it running; `atlas-ha down` stops it." };
    private readonly Option<double> _timeout = CommonOptions.Timeout(120, "Give up, and stop everything, if no instance is active by then.");
    private readonly ClusterPlanOptions _plan = new();

    public UpCommand(Terminal terminal)
        : base("up", "Starts a local ZooKeeper and several instances, waits until one is ACTIVE and shows them until Ctrl-C, which stops everything.")
    {
        _terminal = terminal;
        Options.Add(_data);
        Options.Add(_detach);
        _plan.AddTo(this);
        Options.Add(_timeout);
        SetAction(RunAsync);
    }

    public string Details =>
        """
        Everything it makes is below the data directory; the next `up` goes on with that data.

        Examples:
          atlas-ha up
          atlas-ha up --detach --instances 5 --models ./models
          atlas-ha up --zookeeper zk1:2181,zk2:2181,zk3:2181/atlas
        """;

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux())
            throw new CliException("up runs on Linux only, where it can tell its processes apart safely; use the Compose file in docker/ elsewhere.");
        var layout = new ClusterLayout(parsed.GetRequiredValue(_data).FullName);
        var detach = parsed.GetValue(_detach);
        using var probe = new InstanceProbe(Credentials.FromEnvironment());
        using var runner = new ProcessRunner();
        var cluster = new LocalCluster(layout, probe, TimeProvider.System);
        using (await cluster.LockAsync(cancellationToken))
        {
            if (cluster.StateFile.Read() is { } existing && existing.LiveProcesses.Any())
                return await ReportRunningAsync(cluster, existing, detach, cancellationToken);
            var starter = new ClusterStarter(layout, runner, probe, _terminal, TimeProvider.System);
            var started = await starter.StartAsync(_plan.Read(parsed, layout), supervised: !detach, TimeSpan.FromSeconds(parsed.GetValue(_timeout)), cancellationToken);
            if (detach)
            {
                _terminal.Console.Write(StatusTable.Create(await cluster.ReadStatusAsync(started, cancellationToken), _terminal.IsInteractive));
                _terminal.Line("Running in the background; stop it with `atlas-ha down`.");
                return ExitCodes.Ok;
            }
        }

        return await SuperviseAsync(cluster, cancellationToken);
    }

    private async Task<int> ReportRunningAsync(LocalCluster cluster, ClusterState existing, bool detach, CancellationToken cancellationToken)
    {
        var view = await cluster.ReadStatusAsync(existing, cancellationToken);
        if (!detach || !view.HasOneActive)
        {
            throw new CliException(
                $"a cluster runs from {cluster.Layout.Root} already{(view.HasOneActive ? "" : ", though none of its instances is active")}. "
                + "See it with `atlas-ha status`, stop it with `atlas-ha down`, or start another one with --data and other ports.");
        }

        _terminal.Line($"The cluster in {cluster.Layout.Root} runs already.");
        _terminal.Console.Write(StatusTable.Create(view, _terminal.IsInteractive));
        return ExitCodes.Ok;
    }

    private async Task<int> SuperviseAsync(LocalCluster cluster, CancellationToken cancellationToken)
    {
        _terminal.Line("Ctrl-C stops everything.");
        await new StatusDisplay(_terminal, TimeProvider.System).ShowAsync(
            async token => Own(cluster) is { } state ? await cluster.ReadStatusAsync(state, token) : null, cancellationToken);

        using var held = await cluster.LockAsync(CancellationToken.None);
        if (Own(cluster) is { } running)
        {
            _terminal.Line("Stopping ...");
            await cluster.StopAsync(running, CancellationToken.None);
        }

        _terminal.Line($"Stopped. Data is kept in {cluster.Layout.Root}.");
        return ExitCodes.Ok;
    }

    // `atlas-ha down` may have removed the cluster from another terminal, and another `up` may own the directory by now.
    private static ClusterState? Own(LocalCluster cluster)
        => cluster.StateFile.Read() is { } state && state.Supervisor?.Pid == Environment.ProcessId && ProcessTable.IsAlive(state.Supervisor) ? state : null;
}
