using AtlasHa.LeaderElection.Roles;

namespace AtlasHa.LeaderElection.Peers;

/// <summary>
/// Keeps an instance that others keep removing from office, although it lives, out of the candidacy for a growing time: its endpoints are out of
/// their reach, and every term of its ends in an election. One removal may be an operator's or a mistake; the pause begins with the second in a row.
/// </summary>
internal sealed class EvictionGuard(TimeProvider time)
{
    private static readonly TimeSpan MinPause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan MaxPause = TimeSpan.FromMinutes(5);

    /// <summary>A removal after so long without one, pause not counted, is a first one again.</summary>
    private static readonly TimeSpan Calm = TimeSpan.FromMinutes(2);

    private readonly Lock _gate = new();
    private readonly BackOff _backOff = new(MinPause, MaxPause, time);
    private int _inARow;
    private long _calmSince;

    /// <summary>What is left of the pause.</summary>
    public TimeSpan Remaining => _backOff.Remaining;

    /// <summary>Removals in a row.</summary>
    public int InARow
    {
        get
        {
            lock (_gate)
                return _inARow;
        }
    }

    /// <summary>For status; null while there is no pause.</summary>
    public string? Note => Remaining is { } left && left > TimeSpan.Zero
        ? $"removed from office by others {InARow} times in a row although it lives; no candidate for {Math.Ceiling(left.TotalSeconds):0} s. Check that peers reach its silo and peer ports"
        : null;

    /// <summary>The node that proves this session's leadership was removed by somebody else while the session lived.</summary>
    public void Evicted()
    {
        lock (_gate)
        {
            if (time.GetElapsedTime(_calmSince) > Calm)
            {
                _inARow = 0;
                _backOff.Succeeded();
            }

            if (++_inARow > 1)
                _backOff.Failed();
            _calmSince = time.GetTimestamp() + (long)(_backOff.Remaining.TotalSeconds * time.TimestampFrequency);
        }
    }
}
