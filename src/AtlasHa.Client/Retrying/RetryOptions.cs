namespace AtlasHa.Client.Retrying;

/// <summary>How calls to the active instance are repeated.</summary>
public sealed record RetryOptions
{
    /// <summary>How long a call may take with all its attempts before it fails with a <see cref="TimeoutException"/>. Default 10 s.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long the first attempt waits for its answer; each further one waits twice as long. Default 1 s. Nothing tells an Orleans client that the
    /// silo which had its call was killed, so this is how long such a call is late. One that was added by <c>AddAtlasHaClient</c> hears of the next active
    /// from ZooKeeper and makes its next attempt then.
    /// </summary>
    public TimeSpan FirstAttemptTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest pause between attempts. The second attempt follows at once, the next ones after 10 ms, 20 ms, ... less up to half. Default 250 ms.</summary>
    public TimeSpan MaxPause { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <exception cref="ArgumentException">A value is out of range; says which.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(Deadline, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(FirstAttemptTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxPause, TimeSpan.Zero);
    }
}
