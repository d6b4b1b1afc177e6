using AtlasHa.LeaderElection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace AtlasHa.Silo.Membership;

/// <summary>
/// What happens when Orleans finds that this silo cannot go on, foremost because others have declared it dead, rightly or by mistake. Orleans' own
/// handler aborts the process, whose ZooKeeper session then lives on for its time-out. This one leaves office first, so that a successor
/// follows at once, then stops the host, which closes the session, and so ends the process with <see cref="ExitCode"/> for a supervisor to restart.
/// <para>The silo goes on for some seconds although it is dead to the others. That is harmless: the store refuses it once it has been superseded.</para>
/// </summary>
internal sealed partial class OrderlyEnd(
    IElectionObserver election, IElectionControl control, IHostApplicationLifetime lifetime, ILogger<OrderlyEnd> logger) : IFatalErrorHandler
{
    /// <summary>The process's exit code: restart it.</summary>
    public const int ExitCode = 3;

    /// <summary>For leaving office; the host's stop, which follows, tries to end in order what is left then.</summary>
    private static readonly TimeSpan LeaveDeadline = TimeSpan.FromSeconds(5);

    /// <summary>For everything. A process that ends without order is noticed by its peers all the same, because its ports refuse.</summary>
    private static readonly TimeSpan EndDeadline = TimeSpan.FromSeconds(10);

    private int _begun;

    public bool IsUnexpected(Exception exception) => true;

    /// <summary>Returns at once: the caller may be a thread of Orleans that the orderly end needs.</summary>
    public void OnFatalException(object? sender = null, string? context = null, Exception? exception = null)
    {
        if (Interlocked.Exchange(ref _begun, 1) != 0) return;
        LogFatal(logger, context ?? sender?.GetType().Name ?? "no reason given", ExitCode, exception);
        Environment.ExitCode = ExitCode;
        // A thread of its own: whatever is wrong here may be that the pool has none left.
        new Thread(EndAtDeadline) { IsBackground = true, Name = "end of a fatal error" }.Start();
        _ = Task.Run(() => EndAsync($"Orleans cannot go on in this process: {context}"));
    }

    private async Task EndAsync(string reason)
    {
        try
        {
            if (election.Current.Term is { } term)
            {
                control.RequestStepDown(term.Epoch, reason);
                await election.WaitForAsync(view => view.Term?.Epoch != term.Epoch && view.Role != RoleState.BecomingPassive, LeaveDeadline, CancellationToken.None);
            }
        }
        catch (Exception failure)
        {
            LogNotLeft(logger, failure);
        }

        lifetime.StopApplication();
    }

    private void EndAtDeadline()
    {
        Thread.Sleep(EndDeadline);
        LogTooLate(logger, EndDeadline.TotalSeconds);
        Environment.Exit(ExitCode);
    }

    [LoggerMessage(1, LogLevel.Critical, "Orleans cannot go on in this process: {Reason} This instance leaves office, closes its session and exits with {ExitCode}; restart it. "
        + "If no process had stopped or hung for long, look at the load of this machine and at the network between the silos' ports")]
    private static partial void LogFatal(ILogger logger, string reason, int exitCode, Exception? exception);

    [LoggerMessage(2, LogLevel.Error, "Leaving office before the end of the process failed; stopping all the same")]
    private static partial void LogNotLeft(ILogger logger, Exception exception);

    [LoggerMessage(3, LogLevel.Critical, "The process did not stop within {Seconds} s of a fatal error: ending it")]
    private static partial void LogTooLate(ILogger logger, double seconds);
}
