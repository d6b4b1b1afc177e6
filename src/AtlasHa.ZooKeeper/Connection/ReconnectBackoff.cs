namespace AtlasHa.ZooKeeper.Connection;

/// <summary>
/// Pause before the next connect: none after a connection that lasted, else doubling with jitter up to a tenth of the
/// session timeout, at most a second. A client must find a living server long before its session runs out.
/// </summary>
internal sealed class ReconnectBackoff(TimeSpan sessionTimeout)
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);
    private const int MaxDoublings = 10;

    private readonly TimeSpan _cap = sessionTimeout / 10 < Longest ? sessionTimeout / 10 : Longest;
    private int _failures;

    /// <summary>Every server was tried once more, in vain.</summary>
    public void RoundFailed() => _failures++;

    /// <summary>A connection ended after <paramref name="lifetime"/>: one that was cut at once counts as a failure.</summary>
    public void ConnectionEnded(TimeSpan lifetime) => _failures = lifetime >= _cap ? 0 : _failures + 1;

    /// <summary>Between half and all of the current step.</summary>
    public TimeSpan Next()
    {
        if (_failures == 0)
            return TimeSpan.Zero;
        var step = First * (1 << Math.Min(_failures - 1, MaxDoublings));
        return (step < _cap ? step : _cap) * (0.5 + (Random.Shared.NextDouble() / 2));
    }
}
