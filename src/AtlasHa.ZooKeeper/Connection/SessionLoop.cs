using AtlasHa.ZooKeeper.Protocol;
using Microsoft.Extensions.Logging;

namespace AtlasHa.ZooKeeper.Connection;

/// <summary>Keeps a session connected: dials servers in turn, runs the connection, dials again; until the session is over.</summary>
internal sealed partial class SessionLoop(
    Session session, ServerRotation servers, Dialer dialer, TimeProvider time, ILogger logger)
{
    private const int MinAttempts = 5;

    /// <summary>A new session is a quorum write: giving up sooner would never get one from a busy ensemble.</summary>
    private static readonly TimeSpan ShortestAttempt = TimeSpan.FromMilliseconds(500);

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
        var level = LogLevel.Warning;
        while (true)
        {
            session.Stop.ThrowIfCancellationRequested();
            if (TimeLeft() <= TimeSpan.Zero)
            {
                session.Apply(SessionEvent.ExpiredUnheard);
                return null;
            }
            if (servers.AtStart)
            {
                var pause = Durations.Max(Durations.Min(_backoff.Next(), TimeLeft()), TimeSpan.Zero);
                await Task.Delay(pause, time, session.Stop).ConfigureAwait(false);
            }
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
                if (servers.AtStart)
                    _backoff.RoundFailed();
                if (e is ProtocolViolationException)
                    LogViolation(logger, session.Key, server, e.Message);
                else
                    LogDialFailed(logger, level, session.Key, server, e.Message);
                // A long outage says the same thing once a second.
                level = LogLevel.Debug;
            }
        }
    }

    private async Task<Link> DialAsync(ServerAddress server)
    {
        var limit = Durations.Min(AttemptLimit(), TimeLeft());
        using var timeout = new CancellationTokenSource(Durations.Max(limit, TimeSpan.Zero), time);
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

    /// <summary>
    /// A share of the session timeout for each server. At most a fifth even for a single one: a server that is just starting can
    /// accept a connection and never answer on it, and a second try must come before the session has run out.
    /// </summary>
    private TimeSpan AttemptLimit()
    {
        var timeout = session.EffectiveTimeout;
        var floor = Durations.Min(ShortestAttempt, timeout / servers.Count);
        return Durations.Max(timeout / Math.Max(servers.Count, MinAttempts), floor);
    }

    /// <summary>How long the session can still be alive on the servers, as far as this client judges; without a session, for ever.</summary>
    private TimeSpan TimeLeft() => session.Key.Id == 0 || !session.ExpiresUnheard ? TimeSpan.MaxValue : session.NegotiatedTimeout - session.Contact.Elapsed;
}
