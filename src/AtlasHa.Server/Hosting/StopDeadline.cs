namespace AtlasHa.Server.Hosting;

/// <summary>
/// Ends a process that was asked to stop and cannot end in order: Orleans' membership, for one, tries for minutes to write its row while ZooKeeper is out
/// of reach. By then this instance has left office and finished its requests, so nobody waits for it but its supervisor.
/// </summary>
internal sealed partial class StopDeadline(IHostApplicationLifetime lifetime, ILogger<StopDeadline> logger) : IHostedService
{
    /// <summary>Longer than leaving office and draining requests may take.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        // A thread of its own: the pool may be what is stuck.
        lifetime.ApplicationStopping.Register(() => new Thread(EndAtDeadline) { IsBackground = true, Name = "end of a stop" }.Start());
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void EndAtDeadline()
    {
        if (lifetime.ApplicationStopped.WaitHandle.WaitOne(Deadline)) return;
        LogTooLate(logger, Deadline.TotalSeconds);
        Environment.Exit(Environment.ExitCode);
    }

    [LoggerMessage(1, LogLevel.Warning, "The process did not stop in order within {Seconds} s and is ended; that is to be expected while ZooKeeper is out of reach")]
    private static partial void LogTooLate(ILogger logger, double seconds);
}
