namespace AtlasHa.Catalog.Administration;

/// <summary>How much of the admin audit is kept.</summary>
public sealed record AdminAuditOptions
{
    /// <summary>How long an entry is kept at least, unless there are too many. Default 365 days.</summary>
    public TimeSpan KeepFor { get; init; } = TimeSpan.FromDays(365);

    /// <summary>So many of the newest entries are kept at most. Default 100,000.</summary>
    public long MaxEntries { get; init; } = 100_000;

    /// <exception cref="ArgumentException">A value is out of range; says which.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(KeepFor, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxEntries);
    }
}
