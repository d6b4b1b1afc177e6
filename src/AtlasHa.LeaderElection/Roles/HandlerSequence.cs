using Microsoft.Extensions.Logging;

namespace AtlasHa.LeaderElection.Roles;

/// <summary>
/// Runs the activation handlers: up in order, down in reverse, each on the thread pool under a deadline. A handler that ignores its
/// cancelled token is abandoned, and the sequence is not settled until it has returned after all.
/// </summary>
internal sealed class HandlerSequence(
    IEnumerable<IActivationHandler> handlers, LeaderElectionOptions options, TimeProvider time, ILogger logger, Action settled)
{
    /// <summary>What a handler gets to obey its cancelled token before it is abandoned.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private readonly IActivationHandler[] _handlers = [.. handlers.OrderBy(handler => handler.Order)];
    private int _abandoned;

    /// <summary>False while a handler of an earlier term still runs.</summary>
    public bool Settled => Volatile.Read(ref _abandoned) == 0;

    /// <summary>
    /// Activates all in order and pushes each that is to be deactivated and released later. Throws when one fails, is too late, or
    /// <paramref name="abort"/> is cancelled.
    /// </summary>
    public async Task ActivateAsync(Term term, Stack<IActivationHandler> begun, CancellationToken abort)
    {
        foreach (var handler in _handlers)
        {
            abort.ThrowIfCancellationRequested();
            var deadline = handler.ActivationDeadline ?? options.DefaultActivationDeadline;
            using var late = new CancellationTokenSource(deadline, time);
            using var cut = CancellationTokenSource.CreateLinkedTokenSource(abort, late.Token);
            var token = cut.Token;
            var began = time.GetTimestamp();
            var work = Task.Run(() => handler.ActivateAsync(term, token), CancellationToken.None);
            if (!await ReturnsAsync(work, token).ConfigureAwait(false))
            {
                Abandon(handler, work, term);
                throw new TimeoutException($"The activation of handler '{handler.Name}' ignored its cancellation and was abandoned; it was allowed {deadline}.");
            }

            begun.Push(handler);
            abort.ThrowIfCancellationRequested();
            if (late.IsCancellationRequested)
                throw new TimeoutException($"The activation of handler '{handler.Name}' was not done within {deadline}.", work.Exception);
            await work.ConfigureAwait(false);
            logger.HandlerActivated(handler.Name, term.Epoch, time.GetElapsedTime(began).TotalMilliseconds);
        }
    }

    /// <summary>Deactivates what <paramref name="begun"/> holds, last first, whatever each of them does.</summary>
    public async Task DeactivateAsync(Term term, Stack<IActivationHandler> begun)
    {
        using var drained = new CancellationTokenSource(options.DeactivationDeadline, time);
        foreach (var handler in begun)
            await TakeDownAsync(handler, token => handler.DeactivateAsync(term, token), drained.Token).ConfigureAwait(false);
    }

    /// <summary>Releases what <paramref name="begun"/> holds, last first, and empties it.</summary>
    public async Task ReleaseAsync(Term term, Stack<IActivationHandler> begun)
    {
        using var late = new CancellationTokenSource(options.DeactivationDeadline, time);
        while (begun.TryPop(out var handler))
            await TakeDownAsync(handler, token => handler.ReleaseAsync(term, token), late.Token).ConfigureAwait(false);
    }

    private async Task TakeDownAsync(IActivationHandler handler, Func<CancellationToken, Task> step, CancellationToken cut)
    {
        var work = Task.Run(() => step(cut), CancellationToken.None);
        if (!await ReturnsAsync(work, cut).ConfigureAwait(false))
            Abandon(handler, work, null);
        else if (work.Exception is { } failure)
            logger.DeactivationFailed(handler.Name, failure.InnerException ?? failure);
    }

    /// <summary>False when the work goes on although its token is cancelled and the grace is over.</summary>
    private async Task<bool> ReturnsAsync(Task work, CancellationToken cut)
    {
        await work.WaitAsync(cut).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await work.WaitAsync(Grace, time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return work.IsCompleted;
    }

    /// <summary>Lets the work end when it will. A late activation (<paramref name="undo"/> given) is then taken down again.</summary>
    private void Abandon(IActivationHandler handler, Task work, Term? undo)
    {
        Interlocked.Increment(ref _abandoned);
        logger.HandlerAbandoned(handler.Name);
        _ = Task.Run(async () =>
        {
            try
            {
                await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (undo is not null)
                {
                    await handler.DeactivateAsync(undo, new CancellationToken(canceled: true)).ConfigureAwait(false);
                    await handler.ReleaseAsync(undo, new CancellationToken(canceled: true)).ConfigureAwait(false);
                }
            }
            catch (Exception failure)
            {
                logger.DeactivationFailed(handler.Name, failure);
            }
            finally
            {
                Interlocked.Decrement(ref _abandoned);
                logger.HandlerReturned(handler.Name);
                settled();
            }
        });
    }
}
