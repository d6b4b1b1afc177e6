namespace AtlasHa.Catalog.Storage;

/// <summary>How one piece of work is to be committed.</summary>
public sealed record WriteOptions
{
    public static WriteOptions Default { get; } = new();

    /// <summary>Commits this work in a transaction of its own, not grouped with others.</summary>
    public bool Alone { get; init; }

    /// <summary>It is the catalogue's own work, or too small to be looked at: it does not count in <see cref="WriteQueue.UserWrites"/>.</summary>
    public bool Background { get; init; }

    /// <summary>What the work will read; a group reads it together.</summary>
    public ExpectedReads Reads { get; init; } = ExpectedReads.None;

    /// <summary>
    /// Runs after the commit, before the caller gets its answer and before later work starts: the place to bring caches up to date. Must not
    /// throw: memory that no longer follows the store ends the term.
    /// </summary>
    public Action? OnCommitted { get; init; }
}
