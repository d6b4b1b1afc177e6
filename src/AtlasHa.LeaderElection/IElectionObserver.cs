namespace AtlasHa.LeaderElection;

/// <summary>The read side of the election: what gateways, directories and status need. Never asks ZooKeeper on a caller's behalf.</summary>
public interface IElectionObserver
{
    ElectionView Current { get; }

    /// <summary>
    /// The first view, from the current one on, for which <paramref name="condition"/> holds; null when <paramref name="patience"/> runs
    /// out first. Conditions are checked against every published view, so none is missed.
    /// </summary>
    Task<ElectionView?> WaitForAsync(Func<ElectionView, bool> condition, TimeSpan patience, CancellationToken cancellationToken);

    /// <summary>Raised after <see cref="Current"/> changed, in order, on the publisher's task: handlers must be quick and not throw.</summary>
    event Action<ElectionView>? Changed;

    /// <summary>Monotonic time since the last contact with the coordinator; null before the first.</summary>
    TimeSpan? SinceLastContact { get; }

    /// <summary>What an operator should know of this instance's candidacy, e.g. that it pauses, or that it is in office without ZooKeeper; null when there is nothing.</summary>
    string? Note => null;
}
