using AtlasHa.LeaderElection.Latch;
using AtlasHa.LeaderElection.Roles;
using AtlasHa.ZooKeeper;

namespace AtlasHa.LeaderElection.Control;

/// <summary>
/// Brings the election's loop what operators ask for. The loop must look here after it has looked at the queue, through the same session:
/// the active reads a request before it leaves, so whoever sees it gone sees the request too.
/// </summary>
internal sealed class OrderDesk(
    ControlNodes nodes, InstanceInfo self, Func<ElectionView> view, TimeSpan switchoverDeadline, TimeProvider time, Action changed)
{
    /// <summary>One delegate for all watches: the client keeps it once per node, however often it is set.</summary>
    private readonly Action<WatchedEvent> _watch = _ => changed();
    private readonly bool _neverActive = self.IsNeverActive();
    private SwitchoverRequest? _request;
    private long _seenAt;
    private long? _passedAt;

    /// <summary>What is left until the pending request is late; null when none is pending.</summary>
    public TimeSpan? Remaining
    {
        get
        {
            if (_request is null)
                return null;
            var left = switchoverDeadline - time.GetElapsedTime(_seenAt);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <param name="office">Where this instance is in its term.</param>
    /// <param name="epoch">The epoch of that term, if it has one.</param>
    /// <param name="latch">This instance's place in the queue.</param>
    /// <param name="able">False when it may not be a candidate at the moment.</param>
    /// <param name="cancellationToken">Cancels the reads.</param>
    public async Task<Orders> ReadAsync(OfficePhase office, long? epoch, LatchPosition latch, bool able, CancellationToken cancellationToken)
    {
        var state = await nodes.ReadAsync(_watch, cancellationToken).ConfigureAwait(false);
        if (state.Switchover?.Id != _request?.Id)
            _seenAt = time.GetTimestamp();
        _request = state.Switchover;
        var registered = _request is not null && await nodes.IsRegisteredAsync(_request.To, _watch, cancellationToken).ConfigureAwait(false);
        var part = SwitchoverPolicy.PartOf(
            _request, self.Id, office == OfficePhase.Held ? epoch : null, able && !_neverActive, registered, Remaining == TimeSpan.Zero);
        var chooses = office == OfficePhase.Vacant && latch == LatchPosition.First && part == SwitchoverPart.None && state.Pause is null;
        return new Orders(
            part, _request, state.Pause is not null, _neverActive, chooses && await IsOutrankedAsync(cancellationToken).ConfigureAwait(false));
    }

    /// <summary>This instance goes to the end of the queue to let another pass: once per vacancy, so that somebody takes office in any case.</summary>
    public void LetPass() => _passedAt = view().HighestEpoch;

    public Task ClearAsync(CancellationToken cancellationToken)
        => _request is null ? Task.CompletedTask : nodes.ClearAsync(_request, cancellationToken);

    private async Task<bool> IsOutrankedAsync(CancellationToken cancellationToken)
    {
        var seen = view();
        var own = self.PriorityOf();
        var higher = seen.Instances.Values.Where(instance => instance.Id != self.Id && !instance.IsNeverActive() && instance.PriorityOf() > own).ToList();
        if (higher.Count == 0 || _passedAt == seen.HighestEpoch)
            return false;
        var queue = await nodes.QueueAsync(cancellationToken).ConfigureAwait(false);
        return higher.Any(instance => queue.Contains(instance.Id));
    }
}
