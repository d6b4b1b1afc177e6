using AtlasHa.ZooKeeper.Protocol;
using Microsoft.Extensions.Logging;

namespace AtlasHa.ZooKeeper.Connection;

/// <summary>Keeps a session connected: dials servers in turn, runs the connection, dials again; until the session is over.</summary>
internal sealed partial class SessionLoop(
    Session session, ServerRotation servers, Dialer dialer, TimeProvider time, ILogger logger)
{
    private readonly ReconnectBackoff _backoff = new(session.EffectiveTimeout);

    public async Task RunAsync()
    {
        try
        {
            while (await ConnectAsync().ConfigureAwait(false) is { } link)
                await ServeAsync(link).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (session.Stop.IsCancellationRequested)
        {
            LogStopped(logger, session.Key);
        }
        catch (Exception e)
        {
            // Without this loop nothing would ever answer or end the session.
            LogLoopFailed(logger, e);
            session.Apply(SessionEvent.ExpiredUnheard);
        }
    }

    private async Task ServeAsync(Link link)
    {
        var lastWrite = new ContactClock(time);
        var started = time.GetTimestamp();
        var heartbeat = new Heartbeat(link.Timeout, session.Contact, lastWrite, time);
        var connection = new ServerConnection(link.Wire, heartbeat, lastWrite, session.Watches, session);
        if (!session.Attach(connection, link))
        {
            await link.Wire.DisposeAsync().ConfigureAwait(false);
            return;
        }
        LogConnected(logger, link.Session, link.Server, link.Timeout);
        var reason = await connection.RunAsync(session.Stop).ConfigureAwait(false);
        session.Detach(connection, reason);
        _backoff.ConnectionEnded(time.GetElapsedTime(started));
        if (reason is ProtocolViolationException)
            LogViolation(logger, link.Session, link.Server, reason.Message);
        else if (!session.Stop.IsCancellationRequested)
            LogLost(logger, link.Session, link.Server, reason.Message);
    }

    /// <summary>The next connection, or null when the session is over.</summary>
    private async Task<Link?> ConnectAsync()
    {
        while (true)
        {
            session.Stop.ThrowIfCancellationRequested();
            if (TimeLeft() <= TimeSpan.Zero)
            {
                session.Apply(SessionEvent.ExpiredUnheard);
                return null;
            }
            if (servers.AtStart)
                await Task.Delay(Min(_backoff.Next(), TimeLeft()), time, session.Stop).ConfigureAwait(false);
            var server = servers.Next();
            try
            {
                return await DialAsync(server).ConfigureAwait(false);
            }
            catch (SessionRefusedException e)
            {
                session.Apply(e.Verdict);
                return null;
            }
            catch (Exception e) when (!session.Stop.IsCancellationRequested)
            {
                _backoff.Failed();
                if (e is ProtocolViolationException)
                    LogViolation(logger, session.Key, server, e.Message);
                else
                    LogDialFailed(logger, session.Key, server, e.Message);
            }
        }
    }

    private async Task<Link> DialAsync(ServerAddress server)
    {
        var limit = Min(session.EffectiveTimeout / servers.Count, TimeLeft());
        using var timeout = new CancellationTokenSource(Max(limit, TimeSpan.Zero), time);
        using var attempt = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, session.Stop);
        var (request, identities) = session.NextHandshake();
        try
        {
            return await dialer.DialAsync(server, request, identities, attempt.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            throw new TimeoutException($"no session within {limit.TotalMilliseconds:0} ms");
        }
    }

    /// <summary>How long the session can still be alive on the servers; without a session, for ever.</summary>
    private TimeSpan TimeLeft() => session.Key.Id == 0 ? TimeSpan.MaxValue : session.NegotiatedTimeout - session.Contact.Elapsed;

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
