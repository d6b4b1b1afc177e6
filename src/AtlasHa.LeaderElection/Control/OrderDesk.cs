using AtlasHa.LeaderElection.Latch;
using AtlasHa.LeaderElection.Roles;
using AtlasHa.ZooKeeper;

namespace AtlasHa.LeaderElection.Control;

/// <summary>
/// Brings the election's loop what operators ask for. The loop must read here after it has sent its look at the queue, through the same session:
/// the active reads a request before it leaves, so whoever sees it gone sees the request too.
/// </summary>
internal sealed class OrderDesk(
    ControlNodes nodes, InstanceInfo self, Func<ElectionView> view, TimeSpan switchoverDeadline, TimeProvider time, Action changed)
{
    /// <summary>One delegate for all watches: the client keeps it once per node, however often it is set.</summary>
    private readonly Action<WatchedEvent> _watch = _ => changed();
    private readonly bool _neverActive = self.IsNeverActive();
    private SwitchoverRequest? _request;
    private ControlState _state = ControlState.Empty;
    private bool _registered;
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

    /// <summary>Reads what is in force now. With a request that is known already this takes one round trip, as its candidate needs it.</summary>
    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        var known = _request;
        var stateRead = nodes.ReadAsync(_watch, expectsSwitchover: known is not null, cancellationToken);
        var knownRead = known is null ? Task.FromResult(false) : nodes.IsRegisteredAsync(known.To, _watch, cancellationToken);
        _state = await stateRead.ConfigureAwait(false);
        var registered = await knownRead.ConfigureAwait(false);
        if (_state.Switchover?.Id != known?.Id)
            _seenAt = time.GetTimestamp();
        _request = _state.Switchover;
        _registered = _request is not null
            && (_request.To == known?.To ? registered : await nodes.IsRegisteredAsync(_request.To, _watch, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>What the orders that were read last mean for this instance.</summary>
    /// <param name="office">Where this instance is in its term.</param>
    /// <param name="epoch">The epoch of that term, if it has one.</param>
    /// <param name="latch">This instance's place in the queue.</param>
    /// <param name="able">False when it may not be a candidate at the moment.</param>
    /// <param name="cancellationToken">Cancels the reads.</param>
    public async Task<Orders> OrdersAsync(OfficePhase office, long? epoch, LatchPosition latch, bool able, CancellationToken cancellationToken)
    {
        var part = SwitchoverPolicy.PartOf(
            _request, self.Id, office == OfficePhase.Held ? epoch : null, able && !_neverActive, _registered, Remaining == TimeSpan.Zero);
        var chooses = office == OfficePhase.Vacant && latch == LatchPosition.First && part == SwitchoverPart.None && _state.Pause is null;
        return new Orders(
            part, _request, _state.Pause is not null, _neverActive, chooses && await IsOutrankedAsync(cancellationToken).ConfigureAwait(false));
    }

    /// <summary>True when an instance of a higher priority is registered, which may have to be let past.</summary>
    public bool MayBeOutranked => Higher().Count > 0;

    /// <summary>This instance goes to the end of the queue to let another pass: once per vacancy, so that somebody takes office in any case.</summary>
    public void LetPass() => _passedAt = view().HighestEpoch;

    public Task ClearAsync(CancellationToken cancellationToken)
        => _request is null ? Task.CompletedTask : nodes.ClearAsync(_request, cancellationToken);

    private async Task<bool> IsOutrankedAsync(CancellationToken cancellationToken)
    {
        var higher = Higher();
        if (higher.Count == 0 || _passedAt == view().HighestEpoch)
            return false;
        var queue = await nodes.QueueAsync(cancellationToken).ConfigureAwait(false);
        return higher.Any(instance => queue.Contains(instance.Id));
    }

    private List<InstanceInfo> Higher()
    {
        var own = self.PriorityOf();
        return [.. view().Instances.Values.Where(instance => instance.Id != self.Id && !instance.IsNeverActive() && instance.PriorityOf() > own)];
    }
}
