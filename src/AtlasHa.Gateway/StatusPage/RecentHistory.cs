using AtlasHa.LeaderElection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace AtlasHa.Gateway.StatusPage;

/// <summary>
/// The history for the status page, which must not wait for ZooKeeper. It is read again a moment after every change of the active, so that an outage
/// finds it up to date, and whenever the page is asked for; what was read last is kept. A service, so that it knows the history also when an outage comes before the
/// first reader.
/// </summary>
internal sealed class RecentHistory : IHostedService, IDisposable
{
    /// <summary>The new active writes the change after it has taken office, and has better to do than to be asked at once.</summary>
    private static readonly TimeSpan AfterChange = TimeSpan.FromSeconds(1);

    private readonly IClusterControl _control;
    private readonly IElectionObserver _election;
    private readonly IOptions<GatewayOptions> _options;
    private readonly TimeProvider _time;
    private readonly ITimer _later;
    private volatile KnownHistory _last = KnownHistory.Unread;
    private (bool Connected, string? Active, long Epoch) _seen;

    public RecentHistory(IClusterControl control, IElectionObserver election, IOptions<GatewayOptions> options, TimeProvider time)
    {
        // Their values are not asked for yet: a wrong one would be told instead of all that are wrong.
        (_control, _election, _options, _time) = (control, election, options, time);
        _later = time.CreateTimer(_ => _ = ReadAsync(CancellationToken.None), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _election.Changed += ReadLater;
        ReadLater(_election.Current);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _election.Changed -= ReadLater;
        return Task.CompletedTask;
    }

    public async Task<KnownHistory> ReadAsync(CancellationToken cancellationToken)
    {
        if (!_election.Current.Connected) return _last with { Problem = "ZooKeeper cannot be reached from this instance" };
        var patience = _options.Value.HeartbeatTimeout;
        using var late = new CancellationTokenSource(patience, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            var changes = await _control.ReadHistoryAsync(either.Token).WaitAsync(either.Token);
            return _last = new KnownHistory(changes, _time.GetUtcNow(), null);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            return _last with { Problem = late.IsCancellationRequested ? $"ZooKeeper gave no answer within {patience.TotalSeconds:0.#} s" : e.Message };
        }
    }

    public void Dispose() => _later.Dispose();

    private void ReadLater(ElectionView view)
    {
        var now = (view.Connected, view.Active?.Id, view.HighestEpoch);
        lock (_later)
        {
            if (now == _seen) return;
            _seen = now;
        }

        if (view.Connected) _later.Change(AfterChange, Timeout.InfiniteTimeSpan);
    }
}
