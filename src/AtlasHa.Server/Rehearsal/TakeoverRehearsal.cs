using AtlasHa.LeaderElection;

namespace AtlasHa.Server.Rehearsal;

/// <summary>
/// Takes office once without taking office, soon after the start of a passive: code that runs for the first time is slow, and without this a
/// take-over is the first time. All of it happens on scratch: nodes of its own in ZooKeeper, a store in a temporary folder.
/// </summary>
internal sealed partial class TakeoverRehearsal(
    IServiceProvider services, IElectionObserver election, ServerOptions options, TimeProvider time, ILogger<TakeoverRehearsal> logger) : BackgroundService
{
    /// <summary>A rehearsal that takes longer helps nobody.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.RehearseTakeover) return;
        await ((Task)election.WaitForAsync(IsSettled, Timeout.InfiniteTimeSpan, stoppingToken)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (stoppingToken.IsCancellationRequested) return;

        using var late = new CancellationTokenSource(Deadline, time);
        using var cut = CancellationTokenSource.CreateLinkedTokenSource(late.Token, stoppingToken);
        var began = time.GetTimestamp();
        try
        {
            // The real thing goes first.
            election.Changed += OnChanged;
            OnChanged(election.Current);
            await RehearsalHost.RunAsync(services, options, cut.Token);
            LogRehearsed(logger, time.GetElapsedTime(began).TotalMilliseconds);
        }
        catch (OperationCanceledException) when (!late.IsCancellationRequested)
        {
            // Stopped, or in office meanwhile.
        }
        catch (Exception failure)
        {
            LogFailed(logger, failure);
        }
        finally
        {
            election.Changed -= OnChanged;
        }

        void OnChanged(ElectionView view)
        {
            if (view.Role != RoleState.Passive) cut.Cancel();
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
