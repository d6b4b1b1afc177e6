using AtlasHa.ZooKeeper.Protocol;

namespace AtlasHa.ZooKeeper.Connection;

/// <summary>Ends a session once, within a bound, and waits for its tasks.</summary>
internal sealed class SessionCloser(Session session, Task loop, TimeSpan bound, TimeProvider time) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private Task? _closing;
    private Task? _disposing;

    public Task CloseAsync()
    {
        lock (_gate)
            return _closing ??= Task.Run(CloseOnceAsync);
    }

    public ValueTask DisposeAsync()
    {
        lock (_gate)
            return new(_disposing ??= DisposeOnceAsync());
    }

    private async Task DisposeOnceAsync()
    {
        await CloseAsync().ConfigureAwait(false);
        await session.DisposeAsync().ConfigureAwait(false);
    }

    private async Task CloseOnceAsync()
    {
        session.BeginClose();
        // A session that was never granted has nothing on the servers to end.
        if (session.Key.Id != 0)
            await TellServerAsync().ConfigureAwait(false);
        session.Apply(SessionEvent.ClosedByClient);
        await loop.ConfigureAwait(false);
    }

    /// <summary>
    /// Until a server has answered or the bound is reached. Sent again after a lost connection, because ending a session twice
    /// is the same as once: then the server says that it does not know the session any more.
    /// </summary>
    private async Task TellServerAsync()
    {
        using var deadline = new CancellationTokenSource(bound, time);
        while (!SessionStateMachine.IsFinal(session.State))
        {
            try
            {
                await session.SubmitAsync(
                    new PendingRequest<bool>(OpCode.CloseSession, path: null, Bodies.Empty, Replies.ReadNothing), deadline.Token).ConfigureAwait(false);
                return;
            }
            catch (ZooKeeperException e) when (e.Code == ErrorCode.ConnectionLoss)
            {
                continue;
            }
            catch (ZooKeeperException)
            {
                // The session is over already.
                return;
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }
}
