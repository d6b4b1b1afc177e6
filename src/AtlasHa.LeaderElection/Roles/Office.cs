using AtlasHa.LeaderElection.History;
using AtlasHa.LeaderElection.Latch;
using AtlasHa.LeaderElection.Leases;
using AtlasHa.LeaderElection.Nodes;
using Microsoft.Extensions.Logging;

namespace AtlasHa.LeaderElection.Roles;

/// <summary>
/// Enters and leaves office, one term after another. A published term outlives its session: the loop of the next one publishes it again, or ends it.
/// Entering and leaving run beside the loop, which so can cut them short; each ends by itself, within its session, in
/// <see cref="OfficePhase.Held"/> or <see cref="OfficePhase.Vacant"/>.
/// </summary>
internal sealed class Office(OfficeServices services, CancellationToken stopping) : IDisposable
{
    /// <summary>What a stopping process waits for ZooKeeper to take its nodes back.</summary>
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(1);

    private readonly Stack<IActivationHandler> _begun = new();
    private readonly HashSet<long> _sessions = [];
    private volatile OfficePhase _phase;
    private CancellationTokenSource? _ended;
    private CancellationTokenSource? _waits;
    private LeaseKeeper? _keeper;
    private long _firstAt;
    private TimeSpan _earlierLeases;
    private ElectionNodes? _nodes;
    private TermHistory? _history;
    private string? _latch;
    private Term? _term;

    public OfficePhase Phase => _phase;

    /// <summary>The epoch of the term at hand, if it has one yet.</summary>
    public long? Epoch => _term?.Epoch;

    /// <summary>True when the term at hand has been cancelled.</summary>
    public bool IsCut => _phase != OfficePhase.Vacant && _ended is { IsCancellationRequested: true };

    private ElectionNodes Nodes => _nodes ?? throw new InvalidOperationException("no session is attached");

    /// <summary>Takes over the nodes of a new session; the one before is over.</summary>
    public void Attach(ElectionNodes nodes)
    {
        _nodes = nodes;
        _history = new TermHistory(new HistoryNodes(nodes.Client, nodes.Paths, services.Time), services.InstanceId, services.Time, services.Logger);
        if (_phase == OfficePhase.Held)
            _phase = OfficePhase.Adrift;
    }

    /// <param name="raised">The term's epoch, when it has been raised already.</param>
    public void Enter(long? raised)
    {
        _latch = Nodes.Latch.Path!;
        _term = null;
        _firstAt = services.Time.GetTimestamp();
        _ended = new CancellationTokenSource();
        _waits = CancellationTokenSource.CreateLinkedTokenSource(_ended.Token);
        _sessions.Clear();
        _phase = OfficePhase.Entering;
        services.Publish(new SelfState(RoleState.BecomingActive));
        _ = Task.Run(() => EnterAsync(raised));
    }

    /// <param name="because">Why, as a clause that can follow a colon.</param>
    /// <param name="lost">True to cancel the term at once, false to let the handlers drain first.</param>
    public void Leave(string because, bool lost)
    {
        // Of a term that was left adrift its successor knows more than this instance.
        var noted = _phase == OfficePhase.Held;
        if (!noted)
            _latch = Nodes.Latch.Path;
        _phase = OfficePhase.Leaving;
        if (lost)
            Cut();
        services.Publish(new SelfState(RoleState.BecomingPassive));
        _ = Task.Run(() => LeaveAsync(because, noted));
    }

    /// <summary>Ends a term that no loop is left to end; nothing to do when there is none.</summary>
    public async Task VacateAsync(string because)
    {
        if (_phase is not (OfficePhase.Held or OfficePhase.Adrift))
            return;
        services.Logger.LeavingOffice(services.InstanceId, Epoch, because);
        _phase = OfficePhase.Leaving;
        services.Publish(new SelfState(RoleState.BecomingPassive));
        await LeaveAsync(because, noted: false).ConfigureAwait(false);
    }

    /// <summary>Cancels the term, and with it whatever activation is under way.</summary>
    public void Cut()
    {
        if (_ended is { IsCancellationRequested: false } ended)
            _ = CancelAsync(ended);
    }

    /// <summary>Publishes the current term's nodes again after somebody removed them.</summary>
    public Task PublishAgainAsync(CancellationToken cancellationToken) => Nodes.Registry.PublishAsync(_latch!, _term!.Epoch, expectsVacancy: false, cancellationToken);

    /// <summary>What is known of the claim to go on with a term whose session is over. <paramref name="latch"/> was seen by the session at hand.</summary>
    public async Task<TermClaim> ClaimAsync(LatchPosition latch, CancellationToken cancellationToken)
    {
        _sessions.Add(Nodes.Client.SessionId);
        switch (latch)
        {
            // Nodes of this instance's earlier sessions may still be there, and will go.
            case LatchPosition.Waiting:
                return await Nodes.Latch.HolderAsync(cancellationToken).ConfigureAwait(false) is { } holder && !_sessions.Contains(holder)
                    ? TermClaim.Behind
                    : TermClaim.Unknown;
            case LatchPosition.First:
                return await services.Epochs.IsLastAsync(Nodes.Client, Nodes.Paths, _term!.Epoch, cancellationToken).ConfigureAwait(false) switch
                {
                    true => TermClaim.Free,
                    false => TermClaim.Superseded,
                    null => TermClaim.Unknown,
                };
            default:
                return TermClaim.Unknown;
        }
    }

    /// <summary>Publishes the term with the session at hand: same epoch, same handlers.</summary>
    public async Task ResumeAsync(CancellationToken cancellationToken)
    {
        var term = _term!;
        await EpochRaiser.RestoreAsync(Nodes.Client, Nodes.Paths, term.Epoch, cancellationToken).ConfigureAwait(false);
        var latch = Nodes.Latch.Path!;
        var published = await Nodes.Registry.PublishAsync(latch, term.Epoch, expectsVacancy: false, cancellationToken).ConfigureAwait(false);
        _latch = latch;
        KeepLease(term);
        _phase = OfficePhase.Held;
        services.Publish(new SelfState(RoleState.Active, term, published));
        services.Logger.Resumed(services.InstanceId, term.Epoch);
    }

    public void Dispose()
    {
        _keeper?.Dispose();
        _waits?.Dispose();
        _ended?.Dispose();
    }

    private async Task EnterAsync(long? raised)
    {
        var began = services.Time.GetTimestamp();
        var (client, ended) = (Nodes.Client, _ended!.Token);
        _sessions.Add(client.SessionId);

        // Directly, however busy the loop is: without its session a term cannot be published.
        var sessionEnd = client.SessionEnded.Register(Cut);
        try
        {
            services.Logger.TakingOffice(services.InstanceId);

            // Nobody but this instance can renew a lease any more, so what is read now is the last one.
            var lease = Nodes.Registry.ReadLeaseAsync(ended);
            var epoch = await services.Epochs.RaiseAsync(client, Nodes.Paths, _latch!, raised, ended).ConfigureAwait(false);
            _term = NewTerm(epoch, await lease.ConfigureAwait(false), ended);
            var claimed = services.Time.GetElapsedTime(began);
            await services.Handlers.ActivateAsync(_term, _begun, ended).ConfigureAwait(false);
            var activated = services.Time.GetElapsedTime(began);
            var published = await Nodes.Registry.PublishAsync(_latch!, epoch, expectsVacancy: true, ended).ConfigureAwait(false);
            await sessionEnd.DisposeAsync().ConfigureAwait(false);
            ended.ThrowIfCancellationRequested();
            KeepLease(_term);
            services.BackOff.Succeeded();
            services.Publish(new SelfState(RoleState.Active, _term, published));
            var total = services.Time.GetElapsedTime(began);
            services.Logger.TookOffice(
                services.InstanceId,
                epoch,
                total.TotalMilliseconds,
                claimed.TotalMilliseconds,
                (activated - claimed).TotalMilliseconds,
                (total - activated).TotalMilliseconds);
            _history!.Began(epoch, new TermPhases(claimed, activated - claimed, total - activated));
            _phase = OfficePhase.Held;
            services.Wake();
        }
        catch (Exception failure)
        {
            // A term that was cut has no fault of its own to pause for.
            if (ended.IsCancellationRequested)
                services.Logger.TakeOverCut(services.InstanceId);
            else
            {
                services.BackOff.Failed();
                services.Logger.TakeOverFailed(services.InstanceId, services.BackOff.Remaining.TotalMilliseconds, failure);
            }

            await sessionEnd.DisposeAsync().ConfigureAwait(false);
            Cut();
            services.Publish(new SelfState(RoleState.BecomingPassive));
            await LeaveAsync("taking office failed", noted: false).ConfigureAwait(false);
        }
    }

    /// <param name="epoch">Its number.</param>
    /// <param name="lease">Content of the lease's node.</param>
    /// <param name="ended">Cancelled when it ends.</param>
    private Term NewTerm(long epoch, byte[]? lease, CancellationToken ended)
    {
        _earlierLeases = LeasePolicy.Earlier(lease, epoch, Nodes.Client.NegotiatedTimeout);
        var left = _earlierLeases - services.Time.GetElapsedTime(_firstAt);
        return new Term(epoch, ended)
        {
            Lease = new Lease(services.Time),
            EarlierLeasesOver = left > TimeSpan.Zero ? Task.Delay(left, services.Time, _waits!.Token) : Task.CompletedTask,
        };
    }

    private void KeepLease(Term term)
    {
        _keeper?.Dispose();
        _keeper = LeaseKeeper.Start(Nodes, _latch!, term, _earlierLeases, services.Wake, services.Time, services.Logger);
    }

    private async Task LeaveAsync(string because, bool noted)
    {
        var began = services.Time.GetTimestamp();
        _keeper?.Dispose();
        await _waits!.CancelAsync().ConfigureAwait(false);
        var note = noted && !Nodes.Client.SessionEnded.IsCancellationRequested ? _history!.EndsAsync(_term!.Epoch, because) : Task.CompletedTask;
        var drained = DrainAsync();
        try
        {
            // A process that stops closes its session next, which removes all nodes at once; but that would not say that the lease is over.
            using var late = new CancellationTokenSource(Timeout.InfiniteTimeSpan, services.Time);
            var lease = _term is { EarlierLeasesOver.IsCompletedSuccessfully: true } ? Epoch : null;
            var withdrawn = Nodes.Registry.WithdrawAsync(_latch, lease, drained, late.Token);
            await drained.ConfigureAwait(false);
            await using var onStop = stopping.Register(() => late.CancelAfter(StopPatience)).ConfigureAwait(false);
            await withdrawn.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The successor waits for the lease to run out by itself.
        }
        catch (Exception failure)
        {
            // Nodes that are still there keep this instance first in the queue; the loop sees that and begins anew, after the pause.
            services.BackOff.Failed();
            services.Logger.WithdrawalFailed(services.InstanceId, failure);
        }

        services.Logger.LeftOffice(services.InstanceId, _term?.Epoch, because, services.Time.GetElapsedTime(began).TotalMilliseconds);
        services.Publish(SelfState.Passive);

        // The successor, which is on its way by now, finds the note: the same session sent it before it took the queue node away.
        await note.ConfigureAwait(false);
        if (_term is { } term)
            await services.Handlers.ReleaseAsync(term, _begun).ConfigureAwait(false);
        _phase = OfficePhase.Vacant;
        services.Wake();
    }

    /// <summary>Ends all serving. Never throws.</summary>
    private async Task DrainAsync()
    {
        if (_term is { } term)
            await services.Handlers.DeactivateAsync(term, _begun).ConfigureAwait(false);
        Cut();
    }

    /// <summary>The token is cancelled when this returns; what hangs on it runs on the pool, since it is not ours.</summary>
    private async Task CancelAsync(CancellationTokenSource ended)
    {
        try
        {
            await ended.CancelAsync().ConfigureAwait(false);
        }
        catch (AggregateException failure)
        {
            services.Logger.TermCallbackFailed(services.InstanceId, failure);
        }
    }
}
