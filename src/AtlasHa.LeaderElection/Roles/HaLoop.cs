using AtlasHa.LeaderElection.Control;
using AtlasHa.LeaderElection.Latch;
using AtlasHa.LeaderElection.Nodes;
using AtlasHa.ZooKeeper;
using Microsoft.Extensions.Logging;

namespace AtlasHa.LeaderElection.Roles;

/// <summary>
/// Observe, decide, execute, for one session; ends when the session is over or given up. A published term then goes on, for the next session's loop.
/// Reads go through the same session as the writes, so the loop always sees what it did itself.
/// </summary>
internal sealed class HaLoop(
    Office office,
    ElectionNodes nodes,
    OfficeServices services,
    ElectionControl control,
    OrderDesk desk,
    Succession succession,
    LastActive lastActive,
    CancellationToken stopping)
{
    /// <summary>Looks without being woken, in case a watch was lost.</summary>
    private static readonly TimeSpan ReviewInterval = TimeSpan.FromSeconds(10);

    /// <summary>Pause after a request to ZooKeeper failed.</summary>
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(200);

    private readonly IZooKeeperClient _client = nodes.Client;

    private TimeSpan BackOffLeft => services.BackOff.Remaining > services.Evictions.Remaining ? services.BackOff.Remaining : services.Evictions.Remaining;

    public async Task RunAsync()
    {
        office.Attach(nodes);
        using var onStop = stopping.Register(control.Signal.Set);
        using var onEnd = _client.SessionEnded.Register(control.Signal.Set);
        _client.StateChanged += _ => control.Signal.Set();
        while (true)
        {
            var pause = ReviewInterval;
            try
            {
                await EnterRaisedAsync().ConfigureAwait(false);
                var observation = await ObserveAsync().ConfigureAwait(false);
                succession.Heir = HaDecider.MayFollow(observation) ? nodes.Latch.Path : null;
                var action = HaDecider.Decide(observation);
                if (action.Step == HaStep.EndSession)
                    return;
                await ExecuteAsync(action).ConfigureAwait(false);
                if (action.Step is HaStep.Register or HaStep.JoinQueue or HaStep.LeaveQueue or HaStep.LetPass or HaStep.ClearSwitchover)
                    continue;
                if (observation is { Registration: Registration.Taken, Contact: Contact.Connected })
                    await ReportHolderAsync().ConfigureAwait(false);
                if (observation.BackingOff && office.Phase == OfficePhase.Vacant)
                    pause = BackOffLeft + TimeSpan.FromMilliseconds(1);
                if (desk.Remaining is { } left && left > TimeSpan.Zero && left < pause)
                    pause = left + TimeSpan.FromMilliseconds(1);
                if (observation is { Contact: Contact.Connected, Office: OfficePhase.Adrift } or { LastActiveGoesFirst: true })
                    pause = RetryPause;
            }
            catch (Exception failure)
            {
                // Out of contact the state change wakes the loop; anything else is tried again, for ever but not hotly.
                pause = RetryPause;
                if (_client.State == SessionState.Connected && !stopping.IsCancellationRequested)
                    services.Logger.CycleFailed(services.InstanceId, failure);
            }

            await control.Signal.WaitAsync(pause, CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <summary>Begins a term whose epoch this instance raised when it removed its predecessor, without another look: that transaction was one.</summary>
    private async Task EnterRaisedAsync()
    {
        if (await TakeRaisedAsync().ConfigureAwait(false) is { } epoch && office.Phase == OfficePhase.Vacant
            && !stopping.IsCancellationRequested && !_client.SessionEnded.IsCancellationRequested)
            office.Enter(epoch);
    }

    private async Task<long?> TakeRaisedAsync()
    {
        await succession.Raising.WaitAsync(stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return succession.Take(nodes.Latch.Path);
    }

    private bool IsAble => services.Handlers.Settled && services.BackOff.Remaining == TimeSpan.Zero;

    private async Task<HaObservation> ObserveAsync()
    {
        var contact = _client.SessionEnded.IsCancellationRequested ? Contact.Ended
            : _client.State == SessionState.Connected ? Contact.Connected
            : Contact.None;
        var registration = Registration.Missing;
        var latch = LatchPosition.Out;
        var (looked, holdsAddress) = (office.Phase == OfficePhase.Held, false);
        var claim = TermClaim.Unknown;
        var lastGoesFirst = false;
        var orders = Orders.None;
        if (contact == Contact.Connected && !stopping.IsCancellationRequested)
        {
            try
            {
                // All sent at once, in this order: while a successor waits for the answers nobody is active.
                var queued = nodes.Latch.Path;
                var latchCheck = nodes.Latch.CheckAsync(stopping);
                var registrationCheck = nodes.Registry.CheckAsync(stopping);
                var addressCheck = looked ? nodes.Registry.HoldsAddressAsync(stopping) : Task.FromResult(false);
                var ordersRead = desk.ReadAsync(stopping);
                await Task.WhenAll(latchCheck, registrationCheck, addressCheck, ordersRead).ConfigureAwait(false);
                registration = await registrationCheck.ConfigureAwait(false);
                latch = await latchCheck.ConfigureAwait(false);
                if (queued is not null && latch == LatchPosition.Out && office.Phase == OfficePhase.Held)
                    NoteEviction();
                holdsAddress = await addressCheck.ConfigureAwait(false);
                if (office.Phase == OfficePhase.Adrift)
                    claim = await office.ClaimAsync(latch, stopping).ConfigureAwait(false);
                else
                    orders = await desk.OrdersAsync(office.Phase, office.Epoch, latch, IsAble, stopping).ConfigureAwait(false);
                lastGoesFirst = office.Phase == OfficePhase.Vacant && registration == Registration.Ours && latch == LatchPosition.Out
                    && await lastActive.GoesFirstAsync(nodes.Latch, orders.Paused, _client.NegotiatedTimeout, stopping).ConfigureAwait(false);
            }
            catch (ZooKeeperException e) when (e.OutcomeUnknown)
            {
                contact = _client.SessionEnded.IsCancellationRequested ? Contact.Ended : Contact.None;
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                contact = Contact.None;
            }
        }
        else if (contact == Contact.Connected)
        {
            contact = Contact.None;
        }

        var phase = office.Phase;
        // A term that was published while the reads were on their way put its address there itself.
        holdsAddress = phase == OfficePhase.Held && (holdsAddress || !looked);
        return new HaObservation(
            contact, registration, latch, holdsAddress, phase, office.IsCut, services.Handlers.Settled,
            BackOffLeft > TimeSpan.Zero, control.StepDown.ReasonFor(office.Epoch), stopping.IsCancellationRequested)
        {
            Orders = orders,
            Claim = claim,
            LastActiveGoesFirst = lastGoesFirst,
        };
    }

    private async Task ExecuteAsync(HaAction action)
    {
        switch (action.Step)
        {
            case HaStep.Register:
                await nodes.Registry.EnsureParentsAsync(stopping).ConfigureAwait(false);
                await nodes.Registry.RegisterAsync(stopping).ConfigureAwait(false);
                break;
            case HaStep.JoinQueue:
                await nodes.Registry.EnsureParentsAsync(stopping).ConfigureAwait(false);
                await nodes.Latch.JoinAsync(stopping).ConfigureAwait(false);
                break;
            case HaStep.LeaveQueue:
                await nodes.Latch.ReleaseAsync(stopping).ConfigureAwait(false);
                break;
            case HaStep.LetPass:
                services.Logger.LettingPass(services.InstanceId, action.Because);
                desk.LetPass();
                await nodes.Latch.ReleaseAsync(stopping).ConfigureAwait(false);
                break;
            case HaStep.ClearSwitchover:
                await desk.ClearAsync(stopping).ConfigureAwait(false);
                break;
            case HaStep.TakeOffice:
                office.Enter(await TakeRaisedAsync().ConfigureAwait(false));
                break;
            case HaStep.PublishAgain:
                services.Logger.PublishingAgain(services.InstanceId, action.Because);
                await office.PublishAgainAsync(stopping).ConfigureAwait(false);
                break;
            case HaStep.Resume:
                await office.ResumeAsync(stopping).ConfigureAwait(false);
                break;
            case HaStep.HandOver:
            case HaStep.Demote:
                services.Logger.LeavingOffice(services.InstanceId, office.Epoch, action.Because);
                office.Leave(action.Because, lost: action.Step == HaStep.Demote);
                break;
            case HaStep.CutTerm:
                office.Cut();
                break;
        }
    }

    /// <summary>The session lives, as the answer shows, and the end of a term removes the node only after the office was left.</summary>
    private void NoteEviction()
    {
        services.Evictions.Evicted();
        services.Logger.Evicted(services.InstanceId, services.Evictions.InARow, services.Evictions.Remaining.TotalSeconds);
    }

    private async Task ReportHolderAsync()
    {
        if (await nodes.Registry.ReadHolderAsync(stopping).ConfigureAwait(false) is { } holder)
        {
            services.Logger.IdTaken(
                services.InstanceId, nodes.Self.Url, _client.SessionId, holder.Info?.Url, holder.Info?.StartedAt, holder.Session);
        }
    }
}
