using AtlasHa.ZooKeeper.Protocol;
using AtlasHa.ZooKeeper.Watches;
using Microsoft.Extensions.Logging;

namespace AtlasHa.ZooKeeper.Connection;

/// <summary>
/// What outlives a connection: the session's key, its state, its watches, its identities and the requests that wait for a
/// server. All changes of state happen in <see cref="Apply"/>, under one lock.
/// </summary>
internal sealed partial class Session : IConnectionOwner, IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly EventDispatcher _dispatcher;
    private readonly WaitingRequests _waiting = new();
    private readonly List<AuthInfo> _identities;
    private readonly TimeSpan _requestedTimeout;
    private readonly CancellationTokenSource _ended = new();
    private readonly CancellationTokenSource _stop = new();
    private SessionState _state = SessionState.Connecting;
    private SessionKey _key = SessionKey.None;
    private TimeSpan _negotiatedTimeout;
    private long _lastZxid;
    private ServerConnection? _connection;
    private bool _closing;

    public Session(ZooKeeperClientOptions options, string chroot, TimeProvider time, ILogger logger)
    {
        _time = time;
        _logger = logger;
        _identities = [.. options.Auth];
        _requestedTimeout = options.SessionTimeout;
        ExpiresUnheard = options.ExpiresUnheard;
        _dispatcher = new EventDispatcher(time, logger);
        Watches = new WatchTable(chroot, _dispatcher);
        Contact = new ContactClock(time);
    }

    public event Action<SessionState>? StateChanged;

    /// <inheritdoc cref="ZooKeeperClientOptions.ExpiresUnheard"/>
    public bool ExpiresUnheard { get; }

    public WatchTable Watches { get; }

    /// <summary>Time since the last byte from a server.</summary>
    public ContactClock Contact { get; }

    /// <summary>Cancelled with the final state, for users.</summary>
    public CancellationToken Ended => _ended.Token;

    /// <summary>Cancelled with the final state, for the loop that connects.</summary>
    public CancellationToken Stop => _stop.Token;

    public SessionState State
    {
        get
        {
            lock (_gate)
                return _state;
        }
    }

    public SessionKey Key
    {
        get
        {
            lock (_gate)
                return _key;
        }
    }

    public TimeSpan NegotiatedTimeout
    {
        get
        {
            lock (_gate)
                return _negotiatedTimeout;
        }
    }

    /// <summary>The negotiated timeout, or what is asked for while there is none.</summary>
    public TimeSpan EffectiveTimeout => NegotiatedTimeout is var granted && granted > TimeSpan.Zero ? granted : _requestedTimeout;

    /// <summary>The first packet of the next connection, and the identities to prove on it.</summary>
    public (ConnectRequest Request, IReadOnlyList<AuthInfo> Identities) NextHandshake()
    {
        lock (_gate)
            return (new(_lastZxid, _requestedTimeout, _key), [.. _identities]);
    }

    /// <summary>Sends the request, or keeps it for the next connection for at most the session timeout.</summary>
    public Task<T> SubmitAsync<T>(PendingRequest<T> request, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled<T>(cancellationToken);
        lock (_gate)
        {
            if (SessionStateMachine.IsFinal(_state))
                request.Fail(FinalCode(_state), FinalDetail(_state));
            else if (_closing && request.OpCode != OpCode.CloseSession)
                request.Fail(FinalCode(SessionState.Closed), FinalDetail(SessionState.Closed));
            else if (_connection?.TrySend(request) != true)
            {
                _waiting.Add(request);
                return AwaitWaitingAsync(request, cancellationToken);
            }
        }
        return request.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Remembers an identity for every later connection.</summary>
    public void Remember(AuthInfo identity)
    {
        lock (_gate)
        {
            if (!_identities.Exists(known => known.IsSame(identity)))
                _identities.Add(identity);
        }
    }

    /// <summary>A handshake is done: watches first, then the requests that waited, then the rest. False when the session is over.</summary>
    public bool Attach(ServerConnection connection, Link link)
    {
        lock (_gate)
        {
            if (SessionStateMachine.IsFinal(_state))
                return false;
            _key = link.Session;
            _negotiatedTimeout = link.Timeout;
            foreach (var batch in SetWatches.Batches(_lastZxid, Watches.Outstanding()))
                connection.SendSetWatches(batch);
            Watches.TellMayHaveMissed();
            _waiting.SendTo(connection);
            _connection = connection;
            Apply(SessionEvent.Established);
            return true;
        }
    }

    public void Detach(ServerConnection connection, Exception reason)
    {
        lock (_gate)
        {
            _connection = null;
            Apply(SessionEvent.ConnectionLost);
        }
        connection.FailUnanswered(reason);
    }

    public void Apply(SessionEvent happened)
    {
        lock (_gate)
        {
            // A session that a server has already ended is what a client that is closing wants.
            if (_closing && happened is SessionEvent.ExpiredByServer or SessionEvent.ExpiredUnheard)
                happened = SessionEvent.ClosedByClient;
            var next = SessionStateMachine.Next(_state, happened);
            if (next == _state)
                return;
            LogState(_logger, _key, _state, next, happened);
            _state = next;
            // One by one, so that a subscriber that throws does not hide the change from the others.
            foreach (var subscriber in Delegate.EnumerateInvocationList(StateChanged))
                _dispatcher.Post(() => subscriber(next));
            if (SessionStateMachine.IsFinal(next))
                End(next);
        }
    }

    void IConnectionOwner.SawZxid(long zxid)
    {
        lock (_gate)
            _lastZxid = zxid;
    }

    void IConnectionOwner.Refused(SessionEvent verdict) => Apply(verdict);

    /// <summary>No request but the closing one may follow.</summary>
    public void BeginClose()
    {
        lock (_gate)
            _closing = true;
    }

    /// <summary>Lets the callbacks that are queued run, then ends their task.</summary>
    public ValueTask DisposeAsync() => _dispatcher.DisposeAsync();

    private static ErrorCode FinalCode(SessionState state) => state == SessionState.AuthFailed ? ErrorCode.AuthFailed : ErrorCode.SessionExpired;

    private static string FinalDetail(SessionState state) => state switch
    {
        SessionState.AuthFailed => "the server refused the credentials; the request was not sent",
        SessionState.Closed => "the client is closed; the request was not sent",
        _ => "the session has expired; the request was not sent. Make a new client",
    };

    private void End(SessionState state)
    {
        _waiting.FailAll(FinalCode(state), FinalDetail(state));
        Watches.End();
        // Not Cancel: callbacks of the tokens must not run under the lock.
        _ = ObserveAsync(_stop.CancelAsync());
        _ = ObserveAsync(_ended.CancelAsync());
    }

    private async Task ObserveAsync(Task cancellation)
    {
        try
        {
            await cancellation.ConfigureAwait(false);
        }
        catch (Exception e)
        {
            LogEndedCallbackFailed(_logger, e);
        }
    }

    private async Task<T> AwaitWaitingAsync<T>(PendingRequest<T> request, CancellationToken cancellationToken)
    {
        try
        {
            return await request.Task.WaitAsync(EffectiveTimeout, _time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            if (Withdraw(request))
                request.Fail(ErrorCode.ConnectionLoss, $"no server answered within {EffectiveTimeout}; the request was not sent");
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Withdraw(request);
            throw;
        }
        return await request.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private bool Withdraw(PendingRequest request)
    {
        lock (_gate)
            return _waiting.Withdraw(request);
    }
}
