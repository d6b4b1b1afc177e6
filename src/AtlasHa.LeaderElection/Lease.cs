namespace AtlasHa.LeaderElection;

/// <summary>
/// The time for which an active instance may answer from memory without asking the store: while it is valid, no successor changes what
/// is held in memory (see <see cref="Term.EarlierLeasesOver"/>). Renewed by writes through ZooKeeper's quorum.
/// </summary>
public sealed class Lease
{
    private readonly TimeProvider _time;
    private long _until = long.MinValue;

    internal Lease(TimeProvider time) => _time = time;

    /// <summary>One that is never valid.</summary>
    public static Lease None { get; } = new(TimeProvider.System);

    /// <summary>Costs a look at the monotonic clock. What was read from memory before this was seen true was true then.</summary>
    public bool IsValid => _time.GetTimestamp() < Volatile.Read(ref _until);

    /// <param name="sentAt">Monotonic time at which the renewal was sent, not when it was answered: the answer may have taken long.</param>
    /// <param name="length">From then on.</param>
    internal void Renew(long sentAt, TimeSpan length) => Volatile.Write(ref _until, sentAt + (long)(length.TotalSeconds * _time.TimestampFrequency));

    internal void Lapse() => Volatile.Write(ref _until, long.MinValue);
}
