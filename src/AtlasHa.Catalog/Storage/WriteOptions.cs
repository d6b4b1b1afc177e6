namespace AtlasHa.Catalog.Storage;

/// <summary>How one piece of work is to be committed.</summary>
public sealed record WriteOptions
{
    public static WriteOptions Default { get; } = new();

    /// <summary>Commits this work in a transaction of its own, not grouped with others.</summary>
    public bool Alone { get; init; }

    /// <summary>Who waits for it.</summary>
    public WriteUrgency Urgency { get; init; }

    /// <summary>What the work will read; a group reads it together.</summary>
    public ExpectedReads Reads { get; init; } = ExpectedReads.None;

    /// <summary>
    /// Runs after the commit, before the caller gets its answer and before later work starts: the place to bring caches up to date. Must not
    /// throw: memory that no longer follows the store ends the term.
    /// </summary>
    public Action? OnCommitted { get; init; }
}
