namespace AtlasHa.Catalog.Storage;

/// <summary>One piece of queued work and the answer that its caller waits for.</summary>
internal abstract class WriteItem(WriteOptions options)
{
    private const int Queued = 0;
    private const int Started = 1;
    private const int Dropped = 2;
    private int _state;

    public WriteOptions Options { get; } = options;

    /// <summary>What the last run threw, or was refused with; null when it worked.</summary>
    public abstract Exception? Failure { get; }

    public bool IsDropped => Volatile.Read(ref _state) == Dropped;

    /// <summary>False when the caller gave up before the first start; the work must not run then.</summary>
    public bool TryStart() => Interlocked.CompareExchange(ref _state, Started, Queued) != Dropped;

    /// <summary>The caller no longer waits.</summary>
    public void DropUnlessStarted() => Interlocked.CompareExchange(ref _state, Dropped, Queued);

    /// <summary>Runs the work and keeps its result, or its exception, for <see cref="Answer"/>; those of an earlier run are dropped. False when the work threw.</summary>
    public abstract Task<bool> TryRunAsync(ICatalogWriter writer, CancellationToken cancellationToken);

    /// <summary>Has <see cref="Answer"/> give this exception, whatever the work returned.</summary>
    public abstract void Refuse(Exception failure);

    /// <summary>Gives the caller what the work returned or threw.</summary>
    public abstract void Answer();

    /// <summary>Gives the caller <paramref name="failure"/>, whatever the work returned or threw.</summary>
    public abstract void Fail(Exception failure);
}
