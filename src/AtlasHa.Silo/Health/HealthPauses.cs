namespace AtlasHa.Silo.Health;

/// <summary>
/// Keeps instances that are all ill from passing the office round: after each step-down for its health an instance waits longer until the next, and
/// it stands back for a moment, so that another gets the chance that was made.
/// </summary>
internal sealed class HealthPauses(TimeProvider time)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan StandBack = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private int _inARow;
    private TimeSpan _pause;
    private long _last;

    /// <summary>Until this instance may step down for its health again; zero when it may.</summary>
    public TimeSpan Remaining
    {
        get
        {
            lock (_lock)
            {
                var left = _pause - time.GetElapsedTime(_last);
                return left > TimeSpan.Zero ? left : TimeSpan.Zero;
            }
        }
    }

    /// <summary>True in the moments after a step-down in which this instance shall not take office again while it is ill.</summary>
    public bool StandsBack
    {
        get { lock (_lock) return _inARow > 0 && time.GetElapsedTime(_last) < StandBack; }
    }

    public void SteppedDown()
    {
        lock (_lock)
        {
            // Well for as long as the longest pause: what happens now is another story.
            if (_inARow > 0 && time.GetElapsedTime(_last) > _pause + Longest) _inARow = 0;
            var full = First * Math.Pow(2, Math.Min(_inARow++, 20));
            _pause = full < Longest ? full : Longest;
            _last = time.GetTimestamp();
        }
    }
}
