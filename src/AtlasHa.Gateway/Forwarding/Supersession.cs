using AtlasHa.Gateway.Routing;
using AtlasHa.LeaderElection;

namespace AtlasHa.Gateway.Forwarding;

/// <summary>
/// Cancels the wait for an instance's answer when another instance has been named active for a while: the first one is frozen or cut off, and would
/// keep the client waiting. What is under way from an instance that has just left office in order still arrives.
/// </summary>
internal sealed class Supersession : IDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _cancel = new();
    private readonly IElectionObserver _election;
    private readonly Uri _target;
    private bool _isSettled;

    /// <param name="election">Where news come from.</param>
    /// <param name="target">The registered base URL of the instance that is waited for.</param>
    public Supersession(IElectionObserver election, Uri target)
    {
        (_election, _target) = (election, target);
        Token = _cancel.Token;
        election.Changed += OnChanged;
        OnChanged(election.Current);
    }

    public CancellationToken Token { get; }

    /// <summary>The answer has come, or nobody waits for it any more.</summary>
    public void Settle()
    {
        lock (_cancel)
        {
            if (_isSettled) return;
            _isSettled = true;
            _cancel.CancelAfter(Timeout.InfiniteTimeSpan);
        }

        _election.Changed -= OnChanged;
    }

    public void Dispose()
    {
        Settle();
        _cancel.Dispose();
    }

    private void OnChanged(ElectionView view)
    {
        var now = Decision.For(view);
        if (now.Verdict == Verdict.Hold || now.Target == _target) return;
        lock (_cancel)
        {
            if (!_isSettled) _cancel.CancelAfter(Grace);
        }
    }
}
