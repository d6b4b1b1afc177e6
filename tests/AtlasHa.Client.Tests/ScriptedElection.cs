using AtlasHa.LeaderElection;

namespace AtlasHa.Client.Tests;

/// <summary>An election whose outcome the test says.</summary>
internal sealed class ScriptedElection : IElectionObserver
{
    public event Action<ElectionView>? Changed;

    public ElectionView Current { get; private set; } = ElectionView.Empty(null);

    public TimeSpan? SinceLastContact => TimeSpan.Zero;

    /// <param name="id">Who is active; null for nobody.</param>
    /// <param name="epoch">The number of the term.</param>
    public void Publish(string? id, long epoch)
    {
        var active = id is null
            ? null
            : new InstanceInfo(id, new Uri($"http://{id}:21000"), null, "test", new Dictionary<string, string>(), DateTimeOffset.UnixEpoch, epoch);
        Current = Current with { Active = active, HighestEpoch = epoch, Connected = true };
        Changed?.Invoke(Current);
    }

    public Task<ElectionView?> WaitForAsync(Func<ElectionView, bool> condition, TimeSpan patience, CancellationToken cancellationToken)
        => throw new NotSupportedException("nobody waits here");
}
