using AtlasHa.Catalog.Storage.Notifications;

namespace AtlasHa.Catalog.Hooks;

/// <summary>How far a partition of Kafka has been taken.</summary>
/// <param name="Source">The partition.</param>
/// <param name="Next">The offset from which on nothing was taken; <see cref="MessageStep.NoPosition"/> when nothing ever was.</param>
/// <param name="IsHalted">True: the brokers did not hold that offset, and nothing is read until an operator has set another.</param>
public sealed record PartitionPosition(MessageSource Source, long Next, bool IsHalted);
