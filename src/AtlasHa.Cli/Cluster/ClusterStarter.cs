using System.Net;
using AtlasHa.Cli.Ensemble;
using AtlasHa.Cli.Http;
using AtlasHa.Cli.Processes;

namespace AtlasHa.Cli.Cluster;

/// <summary>Brings a local cluster up: ZooKeeper, then the instances, then waits until one of them is active.</summary>
internal sealed class ClusterStarter(ClusterLayout layout, ProcessRunner runner, InstanceProbe probe, Terminal terminal, TimeProvider time)
{
    /// <summary>Orleans silos that join at the same moment collide on the membership table's version and lose seconds.</summary>
    private static readonly TimeSpan Stagger = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LocalEnsemblePatience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ForeignEnsemblePatience = TimeSpan.FromSeconds(10);

    private readonly ClusterStateFile _stateFile = new(layout);
    private readonly StartupWait _wait = new(layout, time);

    /// <summary>
    /// Starts the cluster and returns it once one instance is active and all answer. On failure nothing is left running.
    /// The caller holds the cluster's lock and has made sure that nothing runs yet.
    /// </summary>
    /// <param name="plan">What to start.</param>
    /// <param name="supervised">True ties all processes to this one.</param>
    /// <param name="timeout">Deadline from the first process's start until one is active.</param>
    /// <param name="cancellationToken">Stops what was started.</param>
    public async Task<ClusterState> StartAsync(ClusterPlan plan, bool supervised, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var server = ServerLocator.Find();
        PortCheck.RequireFree(IPAddress.Loopback, plan.WantedPorts());
        var java = plan.ZooKeeper.ConnectString is null ? await new DebianPackage(terminal).FindOrInstallAsync(cancellationToken) : null;
        if (plan.ZooKeeper.ConnectString is { } ensemble) await EnsembleProbe.RequireAsync(ensemble, ForeignEnsemblePatience, cancellationToken);

        var start = time.GetTimestamp();
        using var deadline = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        var state = new ClusterState(
            server, plan.ModelsFolder, new ZooKeeperState(plan.ZooKeeper.ConnectString ?? "", null), plan.NewInstances(),
            supervised ? ProcessTable.Find(Environment.ProcessId) : null);
        try
        {
            if (java is not null) state = await StartZooKeeperAsync(state, plan.ZooKeeper, java, either.Token);
            foreach (var instance in state.Instances)
            {
                if (instance != state.Instances[0]) await Task.Delay(Stagger, time, either.Token);
                state = await StartInstanceAsync(state, instance, supervised);
                if (instance == plan.NewInstances()[0]) await _wait.UntilAsync(state, () => probe.IsReadyAsync(instance.Url, either.Token), either.Token);
            }

            var active = await WaitUntilActiveAsync(state, either.Token);
            terminal.Line($"{active.InstanceId} is ACTIVE at {active.Url} ({time.GetElapsedTime(start).TotalSeconds:0.0} s after the start).");
            return state;
        }
        catch (Exception exception)
        {
            await new ClusterStopper(layout, probe, time).StopNowAsync(_stateFile.Read() ?? state);
            if (exception is OperationCanceledException && deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                throw new CliException(
                    $"no instance became active within {timeout.TotalSeconds:0} s, so everything was stopped again. Look into {layout.LogFile("id1")}, or give it longer with --timeout."
                    + LogTail.Read(layout.LogFile("id1")), exception);
            }

            throw;
        }
    }

    private async Task<ClusterState> StartZooKeeperAsync(ClusterState state, ZooKeeperChoice choice, JavaInstallation java, CancellationToken cancellationToken)
    {
        var port = LocalZooKeeper.ChoosePort(choice, terminal.Line);
        state = state with { ZooKeeper = await new LocalZooKeeper(layout, runner).StartAsync(java, port, state.Supervisor is not null) };
        _stateFile.Write(state);
        terminal.Line($"ZooKeeper starts on {state.ZooKeeper.ConnectString} (process {state.ZooKeeper.Process!.Pid}).");
        await _wait.UntilAsync(state, () => EnsembleProbe.AnswersAsync(state.ZooKeeper.ConnectString, LocalEnsemblePatience, cancellationToken), cancellationToken);
        return state;
    }

    private async Task<ClusterState> StartInstanceAsync(ClusterState state, InstanceState instance, bool supervised)
    {
        var started = await new InstanceLauncher(layout, runner).StartAsync(state, instance, supervised);
        state = state.With(started);
        _stateFile.Write(state);
        terminal.Line($"{started.Id} starts on {started.Url.Authority} (process {started.Process!.Pid}, log {layout.LogFile(started.Id)}).");
        return state;
    }

    private async Task<InstanceView> WaitUntilActiveAsync(ClusterState state, CancellationToken cancellationToken)
    {
        var reader = new StatusReader(probe);
        InstanceView? active = null;
        await _wait.UntilAsync(
            state,
            async () =>
            {
                var view = await reader.ReadAsync(state, cancellationToken);
                active = view.Active;
                return active is not null && view.IsSettled;
            },
            cancellationToken);
        return active!;
    }
}
