using AtlasHa.LeaderElection.History;
using AtlasHa.LeaderElection.Nodes;
using AtlasHa.ZooKeeper;
using Microsoft.Extensions.Logging;

namespace AtlasHa.LeaderElection.Roles;

/// <summary>
/// Enters and leaves office, one term after another, within one session. Entering and leaving run beside the loop, which so can
/// cut them short; each ends by itself in <see cref="OfficePhase.Held"/> or <see cref="OfficePhase.Vacant"/>.
/// </summary>
internal sealed class Office(OfficeServices services, IZooKeeperClient client, ElectionPaths paths, InstanceRegistry registry, CancellationToken stopping)
{
    private readonly Stack<IActivationHandler> _begun = new();
    private readonly TermHistory _history = new(new HistoryNodes(client, paths, services.Time), services.InstanceId, services.Time, services.Logger);
    private volatile OfficePhase _phase;
    private CancellationTokenSource? _ended;
    private string _latch = "";
    private Term? _term;

    public OfficePhase Phase => _phase;

    /// <summary>The epoch of the term at hand, if it has one yet.</summary>
    public long? Epoch => _term?.Epoch;

    /// <summary>True when the term at hand has been cancelled.</summary>
    public bool IsCut => _phase != OfficePhase.Vacant && _ended is { IsCancellationRequested: true };

    public void Enter(string latch)
    {
        _latch = latch;
        _term = null;
        // The end of the session ends the term directly, however busy the loop is.
        _ended = CancellationTokenSource.CreateLinkedTokenSource(client.SessionEnded);
        _phase = OfficePhase.Entering;
        services.Publish(new SelfState(RoleState.BecomingActive));
        _ = Task.Run(EnterAsync);
    }

    /// <param name="lost">True to cancel the term at once, false to let the handlers drain first.</param>
    public void Leave(string because, bool lost)
    {
        _phase = OfficePhase.Leaving;
        if (lost)
            Cut();
        services.Publish(new SelfState(RoleState.BecomingPassive));
        _ = Task.Run(() => LeaveAsync(because, inOffice: true));
    }

    /// <summary>Cancels the term, and with it whatever activation is under way.</summary>
    public void Cut()
    {
        if (_ended is { IsCancellationRequested: false } ended)
            _ = CancelAsync(ended);
    }

    /// <summary>Publishes the current term's nodes again after somebody removed them.</summary>
    public Task PublishAgainAsync(CancellationToken cancellationToken) => registry.PublishAsync(_latch, _term!.Epoch, cancellationToken);

    private async Task EnterAsync()
    {
        var began = services.Time.GetTimestamp();
        var ended = _ended!.Token;
        try
        {
            services.Logger.TakingOffice(services.InstanceId);
            var epoch = await services.Epochs.RaiseAsync(client, paths, _latch, ended).ConfigureAwait(false);
            _term = new Term(epoch, ended);
            var claimed = services.Time.GetElapsedTime(began);
            await services.Handlers.ActivateAsync(_term, _begun, ended).ConfigureAwait(false);
            var activated = services.Time.GetElapsedTime(began);
            var published = await registry.PublishAsync(_latch, epoch, ended).ConfigureAwait(false);
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
            _history.Began(epoch, new TermPhases(claimed, activated - claimed, total - activated));
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

            Cut();
            services.Publish(new SelfState(RoleState.BecomingPassive));
            await LeaveAsync("taking office failed", inOffice: false).ConfigureAwait(false);
        }
    }

    private async Task LeaveAsync(string because, bool inOffice)
    {
        var began = services.Time.GetTimestamp();
        var noted = inOffice && !client.SessionEnded.IsCancellationRequested ? _history.EndsAsync(_term!.Epoch, because) : Task.CompletedTask;
        try
        {
            if (_term is { } term)
                await services.Handlers.DeactivateAsync(term, _begun).ConfigureAwait(false);
            Cut();
            await noted.ConfigureAwait(false);

            // A process that stops closes its session next, which removes all nodes at once.
            if (!stopping.IsCancellationRequested)
                await registry.WithdrawAsync(_latch, stopping).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // As above.
        }
        catch (Exception failure)
        {
            // Nodes that are still there keep this instance first in the queue; the loop sees that and begins anew, after the pause.
            services.BackOff.Failed();
            services.Logger.WithdrawalFailed(services.InstanceId, failure);
        }

        services.Logger.LeftOffice(services.InstanceId, _term?.Epoch, because, services.Time.GetElapsedTime(began).TotalMilliseconds);
        services.Publish(SelfState.Passive);
        _phase = OfficePhase.Vacant;
        services.Wake();
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
