using AtlasHa.LeaderElection;

namespace AtlasHa.Client.Retrying;

/// <summary>Changes of the active instance as ZooKeeper tells them.</summary>
internal sealed class ElectedChanges : IActiveChanges, IDisposable
{
    private readonly IElectionObserver _election;
    private readonly Lock _gate = new();
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private (string Id, long? Epoch)? _last;

    public ElectedChanges(IElectionObserver election)
    {
        _election = election;
        election.Changed += OnChanged;
        OnChanged(election.Current);
    }

    public Task Next
    {
        get
        {
            lock (_gate)
                return _next.Task;
        }
    }

    public void Dispose() => _election.Changed -= OnChanged;

    private void OnChanged(ElectionView view)
    {
        // While nobody is active there is nobody whom another attempt could reach.
        if (view.Active is not { } active)
            return;
        TaskCompletionSource done;
        lock (_gate)
        {
            var seen = (active.Id, active.Epoch);
            if (_last == seen)
                return;
            var isFirst = _last is null;
            _last = seen;
            if (isFirst)
                return;
            done = _next;
            _next = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        done.SetResult();
    }
}
