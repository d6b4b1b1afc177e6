using AtlasHa.Catalog.Storage;
using AtlasHa.LeaderElection;
using AtlasHa.Silo.Health;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AtlasHa.Silo.Terms;

/// <summary>
/// Prepares the store at start, then asks it for its epoch now and then, on every instance: so its age and health in the heartbeat are real, and an
/// active that was overtaken while it had no traffic steps down all the same. It has a thread of its own, because an embedded store blocks its caller for as long
/// as the disk does.
/// </summary>
internal sealed partial class StoreProbe(
    ICatalogStore store,
    StoreHealth health,
    IElectionObserver election,
    IElectionControl control,
    IOptions<ActiveInstanceOptions> options,
    TimeProvider time,
    ILogger<StoreProbe> logger) : IHostedLifecycleService, IDisposable
{
    /// <summary>Between probes while they fail: whether the store is well again is to be known soon.</summary>
    private static readonly TimeSpan FailingInterval = TimeSpan.FromMilliseconds(250);

    /// <summary>A probe that hangs in the disk is not waited for when the process stops.</summary>
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stopping = new();
    private Task _probing = Task.CompletedTask;
    private bool _failing;

    /// <summary>Before all services start, side by side: what is wrong here is told at once, although the silo may wait for ZooKeeper without end.</summary>
    public Task StartingAsync(CancellationToken cancellationToken) => store.InitializeAsync(cancellationToken);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _probing = Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        return Task.CompletedTask;
    }

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _probing.WaitAsync(StopPatience, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _stopping.Dispose();

    private void Run()
    {
        var stopping = _stopping.Token;
        while (!stopping.WaitHandle.WaitOne(_failing && FailingInterval < options.Value.StoreProbeInterval ? FailingInterval : options.Value.StoreProbeInterval))
        {
            health.ProbeBegins();
            var (failure, concern) = Probe(stopping);
            if (stopping.IsCancellationRequested) return;
            health.ProbeEnds(failure, concern);
            if (failure is null && _failing) LogReachable(logger);
            if (failure is not null && !_failing) LogUnreachable(logger, failure);
            _failing = failure is not null;
        }
    }

    private (string? Failure, string? Concern) Probe(CancellationToken stopping)
    {
        using var late = new CancellationTokenSource(options.Value.IllAfter, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, stopping);
        try
        {
#pragma warning disable VSTHRD002 // This thread is there to be blocked, and nothing that the store waits for runs on it.
            var fence = store.ReadEpochAsync(either.Token).GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
            if (election.Current.Term is { } term && fence.Epoch > term.Epoch)
                control.RequestStepDown(term.Epoch, $"the store has accepted epoch {fence.Epoch} of {fence.InstanceId}, this term's is {term.Epoch}");
            return (null, (store as IStoreOutlook)?.FindConcern());
        }
        catch (Exception e)
        {
            return (late.IsCancellationRequested ? $"the store gave no answer within {options.Value.IllAfter.TotalSeconds:0.#} s" : e.Message, null);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The store does not answer: {Reason}. Its age grows in admin/status until it does")]
    private static partial void LogUnreachable(ILogger logger, string reason);

    [LoggerMessage(2, LogLevel.Information, "The store answers again")]
    private static partial void LogReachable(ILogger logger);
}
