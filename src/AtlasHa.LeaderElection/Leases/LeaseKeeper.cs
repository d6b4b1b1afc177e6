using AtlasHa.LeaderElection.Nodes;
using AtlasHa.ZooKeeper;
using Microsoft.Extensions.Logging;

namespace AtlasHa.LeaderElection.Leases;

/// <summary>
/// Renews the lease of a published term for as long as its session lives and it is not stopped. Each renewal is one transaction that also checks the own
/// queue node: its commit proves that this instance led when it was sent. A ping proves nothing, for a server that has lost its leader answers it.
/// </summary>
internal sealed class LeaseKeeper : IDisposable
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(100);

    private readonly ElectionNodes _nodes;
    private readonly string _latch;
    private readonly Term _term;
    private readonly TimeSpan _earlier;
    private readonly Action _lost;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationToken _stopped;
    private readonly CancellationTokenRegistration _onSessionEnd;
    private int _isDisposed;

    private LeaseKeeper(ElectionNodes nodes, string latch, Term term, TimeSpan earlier, Action lost, TimeProvider time, ILogger logger)
    {
        _nodes = nodes;
        _latch = latch;
        _term = term;
        _earlier = earlier;
        _lost = lost;
        _time = time;
        _logger = logger;
        _stopped = _stop.Token;
        _onSessionEnd = nodes.Client.SessionEnded.Register(Dispose);
    }

    /// <summary>Keeps the lease from now on.</summary>
    /// <param name="nodes">The session's.</param>
    /// <param name="latch">Its queue node.</param>
    /// <param name="term">The term.</param>
    /// <param name="earlier">How long the term has to reckon with earlier leases.</param>
    /// <param name="lost">Told when the queue node is gone.</param>
    /// <param name="time">Clock.</param>
    /// <param name="logger">Log.</param>
    public static LeaseKeeper Start(ElectionNodes nodes, string latch, Term term, TimeSpan earlier, Action lost, TimeProvider time, ILogger logger)
    {
        var keeper = new LeaseKeeper(nodes, latch, term, earlier, lost, time, logger);
        _ = Task.Run(keeper.RunAsync);
        return keeper;
    }

    /// <summary>Ends the lease at once, as the end of the session does; it is not renewed any more.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 1)
            return;
        _stop.Cancel();
        Lapse();
        _onSessionEnd.Unregister();
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        while (!_stopped.IsCancellationRequested)
        {
            var sentAt = _time.GetTimestamp();
            var session = _nodes.Client.NegotiatedTimeout;
            var next = LeasePolicy.RenewEvery(session);
            try
            {
                await WriteAsync(LeasePolicy.Length(session), _stopped).ConfigureAwait(false);
                Renewed(sentAt, LeasePolicy.Length(session));
            }
            catch (ZooKeeperMultiException e) when (e is { FailedIndex: 0, Code: ErrorCode.NoNode })
            {
                Dispose();
                _lost();
                return;
            }
            catch (ZooKeeperException e) when (e.OutcomeUnknown)
            {
                // Out of contact this is as it must be; the lease runs out by itself.
                next = _time.GetElapsedTime(sentAt) + RetryPause;
            }
            catch (Exception failure)
            {
                if (!_stopped.IsCancellationRequested)
                    _logger.LeaseNotRenewed(_term.Epoch, failure);
            }

            var pause = next - _time.GetElapsedTime(sentAt);
            if (pause > TimeSpan.Zero)
                await Task.Delay(pause, _time, _stopped).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Lapse()
    {
        lock (_gate)
            _term.Lease.Lapse();
    }

    private void Renewed(long sentAt, TimeSpan length)
    {
        lock (_gate)
        {
            if (!_stopped.IsCancellationRequested)
                _term.Lease.Renew(sentAt, length);
        }
    }

    private async Task WriteAsync(TimeSpan length, CancellationToken cancellationToken)
    {
        var path = _nodes.Paths.Lease;

        // Whoever follows early has to wait for the earlier ones, too: this note stands in the place of theirs.
        var said = _term.EarlierLeasesOver.IsCompletedSuccessfully || _earlier < length ? length : _earlier;
        var data = NodeData.Encode(new LeaseNote(_nodes.Self.Id, _term.Epoch, (long)Math.Ceiling(said.TotalMilliseconds)));
        var held = new Operation.Check(_latch);
        try
        {
            await _nodes.Client.MultiAsync([held, new Operation.SetData(path, data)], cancellationToken).ConfigureAwait(false);
        }
        catch (ZooKeeperMultiException e) when (e is { FailedIndex: 1, Code: ErrorCode.NoNode })
        {
            // The first lease ever, or somebody deleted the node.
            await _nodes.Client.MultiAsync([held, new Operation.Create(path, data, CreateMode.Persistent)], cancellationToken).ConfigureAwait(false);
        }
    }
}
