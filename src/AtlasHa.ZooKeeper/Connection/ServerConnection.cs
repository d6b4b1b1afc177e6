using System.Threading.Channels;
using AtlasHa.ZooKeeper.Protocol;
using AtlasHa.ZooKeeper.Watches;

namespace AtlasHa.ZooKeeper.Connection;

/// <summary>
/// One incarnation of the link to a server: a read loop, a write loop and a heartbeat over one TCP connection. Thrown away
/// when any of them ends. Requests are answered in the order in which they were queued; anything else in the stream is a
/// violation that ends the incarnation.
/// </summary>
internal sealed class ServerConnection(Wire wire, Heartbeat heartbeat, ContactClock lastWrite, WatchTable watches, IConnectionOwner owner)
{
    /// <summary>Bytes to collect before they are handed to the socket.</summary>
    private const int FlushBytes = 64 * 1024;

    private readonly Channel<OutgoingFrame> _outgoing = Channel.CreateUnbounded<OutgoingFrame>(new() { SingleReader = true });
    private readonly Lock _gate = new();
    private readonly Queue<PendingRequest> _unanswered = new();

    /// <summary>Servers answer auth packets at once, ahead of requests that were sent before.</summary>
    private readonly Queue<PendingRequest> _unansweredAuth = new();
    private int _lastXid;
    private bool _ended;

    /// <summary>Queues a request; false when this incarnation is over, and then the request has certainly not been sent.</summary>
    public bool TrySend(PendingRequest request)
    {
        lock (_gate)
        {
            if (_ended)
                return false;
            var isAuth = request.OpCode == OpCode.Auth;
            request.Xid = isAuth ? Xid.Auth : NextXid();
            (isAuth ? _unansweredAuth : _unanswered).Enqueue(request);
            return _outgoing.Writer.TryWrite(new(request.Xid, request.OpCode, request.Body));
        }
    }

    public void SendSetWatches(OutgoingFrame batch) => _outgoing.Writer.TryWrite(batch);

    /// <summary>Runs until the connection breaks or <paramref name="cancellationToken"/> fires, fails what is unanswered, and returns why.</summary>
    public async Task<Exception> RunAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task[] loops = [ReadAsync(stop.Token), WriteAsync(stop.Token), heartbeat.RunAsync(SendPing, stop.Token)];
        var first = await Task.WhenAny(loops).ConfigureAwait(false);
        await stop.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(loops).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await wire.DisposeAsync().ConfigureAwait(false);
        return first.Exception?.InnerException ?? new OperationCanceledException("the session ended");
    }

    /// <summary>Refuses further requests and fails what got no answer: it may or may not have been applied.</summary>
    public void FailUnanswered(Exception reason)
    {
        PendingRequest[] lost;
        lock (_gate)
        {
            _ended = true;
            lost = [.. _unanswered, .. _unansweredAuth];
            _unanswered.Clear();
            _unansweredAuth.Clear();
        }
        foreach (var request in lost)
            request.Fail(ErrorCode.ConnectionLoss, $"the connection broke before the answer came ({reason.Message})", reason);
    }

    private int NextXid() => _lastXid = _lastXid == int.MaxValue ? 1 : _lastXid + 1;

    private void SendPing() => _outgoing.Writer.TryWrite(new(Xid.Ping, OpCode.Ping, Bodies.Empty));

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        while (await _outgoing.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
        {
            for (var bytes = 0; bytes < FlushBytes && _outgoing.Reader.TryRead(out var frame);)
                bytes += frame.Write(wire.Output);
            lastWrite.Touch();
            await wire.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
            await wire.ReadFramesAsync(Handle, cancellationToken).ConfigureAwait(false);
    }

    private bool Handle(JuteReader reader)
    {
        var header = ReplyHeader.Read(ref reader);
        switch (header.Xid)
        {
            case Xid.Notification:
                watches.Fire(WatcherEvent.Read(ref reader));
                break;
            case Xid.Ping:
                break;
            case Xid.SetWatches when header.Error != ErrorCode.Ok:
                throw new ProtocolViolationException($"the server refused to set the watches again: {header.Error}");
            case Xid.SetWatches:
                break;
            case Xid.Auth:
                Answer(_unansweredAuth, header, ref reader);
                break;
            default:
                Answer(_unanswered, header, ref reader);
                if (header.Zxid > 0)
                    owner.SawZxid(header.Zxid);
                break;
        }
        if (Verdict(header.Error) is { } verdict)
            owner.Refused(verdict);
        return true;
    }

    private void Answer(Queue<PendingRequest> queue, ReplyHeader header, ref JuteReader body)
    {
        PendingRequest? request;
        lock (_gate)
        {
            if (!queue.TryPeek(out request) || request.Xid != header.Xid)
                throw new ProtocolViolationException($"an answer to request {header.Xid} where one to {request?.Xid.ToString() ?? "none"} was due");
        }
        // Dequeued only when the body could be read: a request with an unreadable answer is unanswered.
        request.Complete(header.Error, ref body, watches);
        lock (_gate)
            queue.Dequeue();
    }

    private static SessionEvent? Verdict(ErrorCode error) => error switch
    {
        ErrorCode.SessionExpired => SessionEvent.ExpiredByServer,
        ErrorCode.AuthFailed or ErrorCode.SessionClosedRequireSaslAuth => SessionEvent.AuthRefused,
        _ => null,
    };
}
