using AtlasHa.LeaderElection;

namespace AtlasHa.Gateway.Tests;

/// <summary>A cluster's control that answers as the test says; the real one is tested against ZooKeeper in the election's tests.</summary>
internal sealed class ScriptedControl : IClusterControl
{
    private static readonly DateTimeOffset At = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private int _historyReads;

    public Exception? Fails { get; set; }

    public IReadOnlyList<TermChange> History { get; set; } =
        [new(1, null, "id1", "first election", At, 1.5, 2, 3, null), new(2, "id1", "id2", "the instance stops", At, 1, 2, 3, 12)];

    /// <summary>Arguments of the calls that change something, in order.</summary>
    public List<string?> Calls { get; } = [];

    /// <summary>How often the history was read. The status page does so by itself.</summary>
    public int HistoryReads => Volatile.Read(ref _historyReads);

    public Task<SwitchoverRequest> RequestSwitchoverAsync(string? candidate, string requestedBy, CancellationToken cancellationToken)
        => AnswerAsync(candidate, new SwitchoverRequest("r", "id1", 7, candidate ?? "id3", requestedBy, At));

    public Task<SwitchoverOutcome> AwaitSwitchoverAsync(SwitchoverRequest request, CancellationToken cancellationToken)
        => AnswerAsync("wait", new SwitchoverOutcome(request.From, request.To, 8));

    public Task<PauseInfo> PauseAsync(string by, string? reason, CancellationToken cancellationToken) => AnswerAsync(reason, new PauseInfo(by, At, reason));

    public Task ResumeAsync(CancellationToken cancellationToken) => AnswerAsync("resume", true);

    public Task<IReadOnlyList<TermChange>> ReadHistoryAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _historyReads);
        return AnswerAsync(History);
    }

    private Task<T> AnswerAsync<T>(string? call, T answer)
    {
        Calls.Add(call);
        return AnswerAsync(answer);
    }

    private Task<T> AnswerAsync<T>(T answer) => Fails is null ? Task.FromResult(answer) : Task.FromException<T>(Fails);
}
