namespace AtlasHa.Catalog.Storage;

/// <summary>Sizes and deadlines of a <see cref="WriteQueue"/>.</summary>
public sealed record WriteQueueOptions
{
    /// <summary>Most pieces of work in one transaction. Default 128.</summary>
    public int MaxGroupSize { get; init; } = 128;

    /// <summary>How many pieces of work may wait; further callers wait for a place. Default 4096.</summary>
    public int Capacity { get; init; } = 4096;

    /// <summary>How long disposing lets the group in flight go on before it cancels that group's work. Default 10 s.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the answer to a write with a request id is kept at least, if it is among the newest. Default 24 h.</summary>
    public TimeSpan RememberRequestsFor { get; init; } = TimeSpan.FromHours(24);

    /// <summary>How many answers to writes with a request id are kept, the newest ones. Default 1,000,000.</summary>
    public int MaxRememberedRequests { get; init; } = 1_000_000;

    /// <exception cref="ArgumentException">A value is out of range; says which.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxGroupSize);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Capacity);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(StopTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(RememberRequestsFor, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxRememberedRequests);
    }
}
