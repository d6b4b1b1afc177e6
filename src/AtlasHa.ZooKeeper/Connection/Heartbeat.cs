namespace AtlasHa.ZooKeeper.Connection;

/// <summary>
/// All the arithmetic of a connection's liveness, from the negotiated session timeout T: a ping after T/3 without a write,
/// death after 2T/3 without a byte from the server. What is left of T is for finding another server.
/// </summary>
internal sealed class Heartbeat(TimeSpan sessionTimeout, ContactClock contact, ContactClock lastWrite, TimeProvider time)
{
    /// <summary>Timers count whole milliseconds; waking early would spin.</summary>
    private static readonly TimeSpan TimerGrain = TimeSpan.FromMilliseconds(1);

    private readonly TimeSpan _pingAfter = sessionTimeout / 3;
    private readonly TimeSpan _deadAfter = sessionTimeout * 2 / 3;

    /// <summary>Pings until cancelled; throws <see cref="TimeoutException"/> when the server has fallen silent.</summary>
    public async Task RunAsync(Action ping, CancellationToken cancellationToken)
    {
        while (true)
        {
            var silent = contact.Elapsed;
            if (silent >= _deadAfter)
                throw new TimeoutException($"no byte from the server for {silent.TotalMilliseconds:0} ms (limit {_deadAfter.TotalMilliseconds:0} ms)");
            if (lastWrite.Elapsed >= _pingAfter)
            {
                lastWrite.Touch();
                ping();
            }
            var next = Durations.Min(_deadAfter - silent, _pingAfter - lastWrite.Elapsed);
            await Task.Delay(Durations.Max(next, TimeSpan.Zero) + TimerGrain, time, cancellationToken).ConfigureAwait(false);
        }
    }
}
