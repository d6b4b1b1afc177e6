namespace AtlasHa.LeaderElection.Tests.Harness;

/// <summary>Records every view of every instance, and fails when an epoch had two holders or an instance's epochs did not rise.</summary>
internal sealed class TermChecker
{
    private readonly Lock _gate = new();
    private readonly Dictionary<long, string> _holders = [];
    private readonly List<string> _violations = [];
    private readonly List<(string Instance, RoleState Role)> _roles = [];

    public int Terms
    {
        get
        {
            lock (_gate)
                return _holders.Count;
        }
    }

    public void Watch(IElectionObserver observer) => observer.Changed += Record;

    /// <summary>The roles that an instance went through, without repetitions.</summary>
    public IReadOnlyList<RoleState> RolesOf(string instance)
    {
        lock (_gate)
            return [.. _roles.Where(entry => entry.Instance == instance).Select(entry => entry.Role)];
    }

    public void Verify()
    {
        lock (_gate)
            _violations.ShouldBeEmpty();
    }

    private void Record(ElectionView view)
    {
        lock (_gate)
        {
            var last = _roles.LastOrDefault(entry => entry.Instance == view.Self);
            if (last.Instance is null || last.Role != view.Role)
                _roles.Add((view.Self!, view.Role));
            if (view.Term is not null != (view.Role == RoleState.Active))
                _violations.Add($"{view.Self} shows role {view.Role} with term {view.Term}");
            if (view.Role != RoleState.Active)
                return;
            if (view.Active?.Id != view.Self || view.Active?.Epoch != view.Term?.Epoch)
                _violations.Add($"{view.Self} is active with epoch {view.Term?.Epoch}, but shows {view.Active} as the active one");
            var epoch = view.Term!.Epoch;
            if (!_holders.TryAdd(epoch, view.Self!) && _holders[epoch] != view.Self)
                _violations.Add($"epoch {epoch} was held by {_holders[epoch]} and {view.Self}");
            if (_holders.Keys.Max() > epoch && !view.Term.Ended.IsCancellationRequested && last.Role != RoleState.Active)
                _violations.Add($"{view.Self} took epoch {epoch} after a higher one");
        }
    }
}
