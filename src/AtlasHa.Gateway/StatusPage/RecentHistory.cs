using AtlasHa.LeaderElection;
using Microsoft.Extensions.Options;

namespace AtlasHa.Gateway.StatusPage;

/// <summary>
/// The history for the status page, which must not wait for ZooKeeper. It is read again a moment after every change of the active, so that an outage
/// finds it up to date, and whenever the page is asked for; what was read last is kept.
/// </summary>
internal sealed class RecentHistory : IDisposable
{
    /// <summary>The new active writes the change after it has taken office, and has better to do than to be asked at once.</summary>
    private static readonly TimeSpan AfterChange = TimeSpan.FromSeconds(1);

    private readonly IClusterControl _control;
    private readonly IElectionObserver _election;
    private readonly TimeSpan _patience;
    private readonly TimeProvider _time;
    private readonly ITimer _later;
    private volatile KnownHistory _last = KnownHistory.Unread;
    private (bool Connected, string? Active, long Epoch) _seen;

    public RecentHistory(IClusterControl control, IElectionObserver election, IOptions<GatewayOptions> options, TimeProvider time)
    {
        (_control, _election, _patience, _time) = (control, election, options.Value.HeartbeatTimeout, time);
        _later = time.CreateTimer(_ => _ = ReadAsync(CancellationToken.None), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        election.Changed += ReadLater;
    }

    public async Task<KnownHistory> ReadAsync(CancellationToken cancellationToken)
    {
        if (!_election.Current.Connected) return _last with { Problem = "ZooKeeper cannot be reached from this instance" };
        using var late = new CancellationTokenSource(_patience, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            var changes = await _control.ReadHistoryAsync(either.Token).WaitAsync(either.Token);
            return _last = new KnownHistory(changes, _time.GetUtcNow(), null);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            return _last with { Problem = late.IsCancellationRequested ? $"ZooKeeper gave no answer within {_patience.TotalSeconds:0.#} s" : e.Message };
        }
    }

    public void Dispose()
    {
        _election.Changed -= ReadLater;
        _later.Dispose();
    }

    // Views are published in order, one at a time.
    private void ReadLater(ElectionView view)
    {
        var now = (view.Connected, view.Active?.Id, view.HighestEpoch);
        if (now == _seen) return;
        _seen = now;
        if (view.Connected) _later.Change(AfterChange, Timeout.InfiniteTimeSpan);
    }
}
