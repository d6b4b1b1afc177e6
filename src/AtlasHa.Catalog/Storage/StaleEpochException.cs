namespace AtlasHa.Catalog.Storage;

/// <summary>A read or write made in a term that is over: the store has accepted another epoch. Nothing was read or written.</summary>
public sealed class StaleEpochException(long epoch, long current)
    : Exception($"epoch {epoch} is no longer the current one: the store has accepted epoch {current}")
{
    /// <summary>The epoch that the caller presented.</summary>
    public long Epoch { get; } = epoch;

    /// <summary>The epoch that the store holds.</summary>
    public long Current { get; } = current;
}
