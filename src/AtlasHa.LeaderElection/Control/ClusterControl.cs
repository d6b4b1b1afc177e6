using AtlasHa.LeaderElection.History;
using AtlasHa.LeaderElection.Nodes;
using AtlasHa.ZooKeeper;
using Microsoft.Extensions.Options;

namespace AtlasHa.LeaderElection.Control;

/// <summary>Takes operators' requests on any instance and puts them into ZooKeeper, where the instances that they concern find them.</summary>
internal sealed class ClusterControl : IClusterControl
{
    /// <summary>What an election may take after a switchover was given up.</summary>
    private static readonly TimeSpan Aftermath = TimeSpan.FromSeconds(3);

    private readonly LeaderElector _elector;
    private readonly ElectionPaths _paths;
    private readonly TimeProvider _time;
    private readonly TimeSpan _deadline;

    public ClusterControl(LeaderElector elector, IOptions<LeaderElectionOptions> options, TimeProvider time)
    {
        _elector = elector;
        _paths = new ElectionPaths(options.Value.ZkRoot);
        _time = time;
        _deadline = options.Value.SwitchoverDeadline;
    }

    public Task<SwitchoverRequest> RequestSwitchoverAsync(string? candidate, string requestedBy, CancellationToken cancellationToken)
        => WithNodesAsync(async nodes =>
        {
            var view = await ViewOfActiveAsync(nodes, cancellationToken).ConfigureAwait(false);
            if (view?.Active is not { Epoch: { } epoch } active)
                throw new ControlUnavailableException(nobodyActive: true, "no instance is active, so none can hand over; see GET /api/atlas/admin/instances");
            var queue = await nodes.QueueAsync(cancellationToken).ConfigureAwait(false);
            // The view may not have the pause yet that was answered a moment ago.
            if (candidate is null && await nodes.IsPausedAsync(cancellationToken).ConfigureAwait(false))
            {
                throw new SwitchoverRefusedException(
                    SwitchoverRefusal.PausedWithoutCandidate, "automatic failover is paused: name the candidate, or resume first");
            }

            var to = candidate is null ? Choose(view, active, queue) : Check(candidate, view, active, queue);
            var request = new SwitchoverRequest(Guid.NewGuid().ToString("N"), active.Id, epoch, to, requestedBy, _time.GetUtcNow());
            return await nodes.OfferAsync(request, cancellationToken).ConfigureAwait(false) is { } pending ? throw AnotherPending(pending) : request;
        });

    public Task<SwitchoverOutcome> AwaitSwitchoverAsync(SwitchoverRequest request, CancellationToken cancellationToken)
        => WithNodesAsync(async nodes =>
        {
            bool Succeeded(ElectionView view) => view.Active?.Epoch > request.FromEpoch;

            // The winner takes the request away after it has published itself.
            await UntilGoneAsync(nodes, request, cancellationToken).ConfigureAwait(false);
            var view = await _elector.WaitForAsync(Succeeded, Aftermath, cancellationToken).ConfigureAwait(false);
            if (view?.Active is { Epoch: { } epoch } active && active.Id == request.To)
                return new SwitchoverOutcome(request.From, active.Id, epoch);
            var now = (view ?? _elector.Current).Active;
            throw new SwitchoverRefusedException(
                SwitchoverRefusal.GivenUp,
                $"the switchover to {request.To} came to nothing: the instance failed or died on the way, see its log; "
                + (now is null ? "no instance is active at the moment" : $"{now.Id} is active with epoch {now.Epoch}"));
        });

    public Task<PauseInfo> PauseAsync(string by, string? reason, CancellationToken cancellationToken)
        => WithNodesAsync(nodes => nodes.PauseAsync(new PauseInfo(by, _time.GetUtcNow(), reason), cancellationToken));

    public Task ResumeAsync(CancellationToken cancellationToken)
        => WithNodesAsync(async nodes =>
        {
            await nodes.ResumeAsync(cancellationToken).ConfigureAwait(false);
            return true;
        });

    public Task<IReadOnlyList<TermChange>> ReadHistoryAsync(CancellationToken cancellationToken)
        => WithSessionAsync(client => new HistoryNodes(client, _paths, _time).ReadAsync(cancellationToken));

    private static SwitchoverRefusedException AnotherPending(SwitchoverRequest pending) => new(
        SwitchoverRefusal.AnotherPending,
        $"a switchover from {pending.From} to {pending.To} is pending, asked for by {pending.RequestedBy} at {pending.At:O}; try again when it is done");

    /// <summary>The view with the active that can be asked to hand over. An election that is under way is waited for; null when nobody wins it.</summary>
    private async Task<ElectionView?> ViewOfActiveAsync(ControlNodes nodes, CancellationToken cancellationToken)
    {
        if (_elector.Current is { Active: not null } view)
            return view;
        // Between two terms nobody is active: that must not look like an outage to the one who asks while another's switchover is being done.
        if (await nodes.ReadSwitchoverAsync(cancellationToken).ConfigureAwait(false) is { } pending)
            throw AnotherPending(pending);
        return await _elector.WaitForAsync(now => now.Active is not null, Aftermath, cancellationToken).ConfigureAwait(false);
    }

    private static string Choose(ElectionView view, InstanceInfo active, IReadOnlyList<string> queue)
    {
        var best = queue
            .Where(id => id != active.Id && view.Instances.TryGetValue(id, out var instance) && !instance.IsNeverActive())
            .MaxBy(id => view.Instances[id].PriorityOf());
        return best ?? throw new SwitchoverRefusedException(
            SwitchoverRefusal.NoOtherInstance, $"no other instance than {active.Id} is a candidate at the moment; see GET /api/atlas/admin/instances");
    }

    private string Check(string candidate, ElectionView view, InstanceInfo active, IReadOnlyList<string> queue)
    {
        if (candidate == active.Id)
            throw new SwitchoverRefusedException(SwitchoverRefusal.AlreadyActive, $"{candidate} is the active instance already, with epoch {active.Epoch}");
        if (!view.Instances.TryGetValue(candidate, out var instance))
        {
            throw _elector.HasSeen(candidate)
                ? new SwitchoverRefusedException(SwitchoverRefusal.CandidateDown, $"{candidate} is down: it is not registered any more. Start it first")
                : new SwitchoverRefusedException(
                    SwitchoverRefusal.UnknownCandidate,
                    $"no instance '{candidate}' is known; registered are {string.Join(", ", view.Instances.Keys.Order(StringComparer.Ordinal))}");
        }

        if (instance.IsNeverActive())
            throw new SwitchoverRefusedException(SwitchoverRefusal.CandidateExcluded, $"{candidate} has the tag {InstanceTags.NeverActive}: it never becomes active");
        return queue.Contains(candidate) ? candidate : throw new SwitchoverRefusedException(
            SwitchoverRefusal.CandidateNotReady, $"{candidate} is registered but no candidate at the moment: it recovers from a failure, see its log. Try again later");
    }

    private async Task UntilGoneAsync(ControlNodes nodes, SwitchoverRequest request, CancellationToken cancellationToken)
    {
        // Longer than the instances wait before they take a void request away.
        var patience = _deadline + Aftermath;
        var began = _time.GetTimestamp();
        var signal = new Signal(_time);
        void Watch(WatchedEvent change) => signal.Set();
        while ((await nodes.ReadSwitchoverAsync(cancellationToken, Watch).ConfigureAwait(false))?.Id == request.Id)
        {
            var left = patience - _time.GetElapsedTime(began);
            if (left <= TimeSpan.Zero)
                throw new ControlUnavailableException(nobodyActive: false, $"the switchover to {request.To} is not done after {patience.TotalSeconds:0} s; see GET /api/atlas/admin/instances");
            await signal.WaitAsync(left, cancellationToken).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private Task<T> WithNodesAsync<T>(Func<ControlNodes, Task<T>> act) => WithSessionAsync(client => act(new ControlNodes(client, _paths, _time)));

    private async Task<T> WithSessionAsync<T>(Func<IZooKeeperClient, Task<T>> act)
    {
        if (_elector.Session is not { SessionEnded.IsCancellationRequested: false } client)
            throw new ControlUnavailableException(nobodyActive: false, "this instance has no session with ZooKeeper at the moment; ask another instance or try again");
        try
        {
            return await act(client).ConfigureAwait(false);
        }
        catch (ZooKeeperException failure)
        {
            throw new ControlUnavailableException(nobodyActive: false, $"ZooKeeper did not answer: {failure.Message}. Whether the request has an effect is unknown, see GET /api/atlas/admin/status", failure);
        }
    }
}
