namespace AtlasHa.Catalog.Storage;

/// <summary>The store's fence.</summary>
/// <param name="Epoch">The highest epoch claimed, 0 before the first claim.</param>
/// <param name="InstanceId">Who claimed it; null before the first claim.</param>
public sealed record EpochRecord(long Epoch, string? InstanceId);
