using AtlasHa.LeaderElection;

namespace AtlasHa.Server.Rehearsal;

/// <summary>
/// Takes office once without taking office, soon after the start of a passive: code that runs for the first time is slow, and without this a
/// take-over is the first time. All of it happens on scratch: nodes of its own in ZooKeeper, a store in a temporary folder or in a schema of its own.
/// </summary>
internal sealed partial class TakeoverRehearsal(
    IServiceProvider services, IElectionObserver election, ServerOptions options, TimeProvider time, ILogger<TakeoverRehearsal> logger) : BackgroundService
{
    /// <summary>A rehearsal that takes longer helps nobody.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.RehearseTakeover) return;
        do
        {
            await ((Task)election.WaitForAsync(IsSettled, Timeout.InfiniteTimeSpan, stoppingToken)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        while (!stoppingToken.IsCancellationRequested && !await IsDoneAsync(stoppingToken));
    }

    /// <summary>False when the real thing came in between: it goes first, here and on the others, which may share this machine.</summary>
    private async Task<bool> IsDoneAsync(CancellationToken stoppingToken)
    {
        using var late = new CancellationTokenSource(Deadline, time);
        using var unsettled = new CancellationTokenSource();
        using var cut = CancellationTokenSource.CreateLinkedTokenSource(late.Token, unsettled.Token, stoppingToken);
        var began = time.GetTimestamp();
        try
        {
            election.Changed += OnChanged;
            OnChanged(election.Current);
            await RehearsalHost.RunAsync(services, options, logger, cut.Token);
            LogRehearsed(logger, time.GetElapsedTime(began).TotalMilliseconds);
            return true;
        }
        catch (Exception) when (unsettled.IsCancellationRequested)
        {
            return false;
        }
        catch (Exception failure)
        {
            if (!stoppingToken.IsCancellationRequested) LogFailed(logger, failure);
            return true;
        }
        finally
        {
            election.Changed -= OnChanged;
        }

        void OnChanged(ElectionView view)
        {
            if (!IsSettled(view)) unsettled.Cancel();
        }
    }

    /// <summary>Somebody else is active and this instance is known to all.</summary>
    private bool IsSettled(ElectionView view)
        => view is { Connected: true, Role: RoleState.Passive, Active: not null } && view.Instances.ContainsKey(options.InstanceId);

    [LoggerMessage(1, LogLevel.Information, "The take-over was rehearsed in {Milliseconds:0} ms")]
    private static partial void LogRehearsed(ILogger logger, double milliseconds);

    [LoggerMessage(2, LogLevel.Warning, "The take-over could not be rehearsed; the first one will be slower by some hundred milliseconds")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
