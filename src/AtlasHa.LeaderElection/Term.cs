namespace AtlasHa.LeaderElection;

/// <summary>One term of office of this instance.</summary>
/// <param name="Epoch">The fencing token: higher than that of every earlier term, on any instance.</param>
/// <param name="Ended">Cancelled when leadership is lost or given up; work of the term must stop on it.</param>
public sealed record Term(long Epoch, CancellationToken Ended)
{
    public Lease Lease { get; init; } = Lease.None;

    /// <summary>
    /// Done when no earlier term's lease can be valid any more. What the active of that term may still answer from memory (type definitions) must
    /// not be changed before. Cancelled when this term begins to end.
    /// </summary>
    public Task EarlierLeasesOver { get; init; } = Task.CompletedTask;
}
