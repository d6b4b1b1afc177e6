namespace AtlasHa.LeaderElection.Roles;

/// <summary>A pause that doubles with each failure in a row, with jitter, so that instances that failed together do not try together.</summary>
internal sealed class BackOff(TimeSpan min, TimeSpan max, TimeProvider time)
{
    private readonly Lock _gate = new();
    private int _failures;
    private long _failedAt;
    private TimeSpan _pause;

    /// <summary>What is left of the pause; zero when it is over.</summary>
    public TimeSpan Remaining
    {
        get
        {
            lock (_gate)
            {
                var left = _pause - time.GetElapsedTime(_failedAt);
                return left > TimeSpan.Zero ? left : TimeSpan.Zero;
            }
        }
    }

    public void Failed()
    {
        lock (_gate)
        {
            var full = min * Math.Pow(2, Math.Min(_failures++, 30));
            _pause = (full < max ? full : max) * (0.5 + (Random.Shared.NextDouble() / 2));
            _failedAt = time.GetTimestamp();
        }
    }

    public void Succeeded()
    {
        lock (_gate)
        {
            _failures = 0;
            _pause = TimeSpan.Zero;
        }
    }
}
