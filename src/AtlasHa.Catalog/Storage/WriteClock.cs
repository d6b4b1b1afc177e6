namespace AtlasHa.Catalog.Storage;

/// <summary>How long the store has been at writes without doing one. One that takes long and fails, and is followed by the next at once, counts on. Thread-safe.</summary>
internal sealed class WriteClock(TimeProvider time)
{
    /// <summary>What fails sooner was refused, and not kept waiting.</summary>
    private static readonly TimeSpan Refusal = TimeSpan.FromSeconds(1);

    /// <summary>A write that comes later is another story.</summary>
    private static readonly TimeSpan Lull = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private long? _began;
    private (long Began, long Ended)? _failed;

    /// <summary>Null between writes.</summary>
    public TimeSpan? Elapsed
    {
        get
        {
            lock (_lock) return _began is { } began ? time.GetElapsedTime(began) : null;
        }
    }

    public void Begin()
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            _began = _failed is { } failed && time.GetElapsedTime(failed.Ended, now) < Lull ? failed.Began : now;
        }
    }

    /// <param name="isDone">False when it failed as a whole.</param>
    public void End(bool isDone)
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            _failed = !isDone && _began is { } began && time.GetElapsedTime(began, now) >= Refusal ? (began, now) : null;
            _began = null;
        }
    }
}
