using AtlasHa.LeaderElection;

namespace AtlasHa.Server.Hosting;

/// <summary>
/// Ends a process that was asked to stop and cannot end in order: Orleans' membership, for one, tries for minutes to write its row while ZooKeeper is out
/// of reach. By then this instance has left office and finished its requests, so nobody waits for it but its supervisor.
/// </summary>
internal sealed partial class StopDeadline(
    IHostApplicationLifetime lifetime, IElectionObserver election, TimeProvider time, ILogger<StopDeadline> logger) : IHostedService
{
    /// <summary>Longer than leaving office and draining requests may take.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    /// <summary>When nothing was heard of ZooKeeper since the stop began: still longer than requests under way get, and shorter than supervisors wait.</summary>
    private static readonly TimeSpan DeadlineAlone = TimeSpan.FromSeconds(12);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        // A thread of its own: the pool may be what is stuck.
        lifetime.ApplicationStopping.Register(() => new Thread(EndAtDeadline) { IsBackground = true, Name = "end of a stop" }.Start());
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void EndAtDeadline()
    {
        var began = time.GetTimestamp();
        if (lifetime.ApplicationStopped.WaitHandle.WaitOne(DeadlineAlone)) return;
        var alone = election.SinceLastContact is not { } silence || silence > time.GetElapsedTime(began);
        if (!alone && lifetime.ApplicationStopped.WaitHandle.WaitOne(Deadline - DeadlineAlone)) return;
        LogTooLate(logger, time.GetElapsedTime(began).TotalSeconds);
        Environment.Exit(Environment.ExitCode);
    }

    [LoggerMessage(1, LogLevel.Warning, "The process did not stop in order within {Seconds:0} s and is ended; that is to be expected while ZooKeeper is out of reach")]
    private static partial void LogTooLate(ILogger logger, double seconds);
}
