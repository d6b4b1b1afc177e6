using AtlasHa.Catalog.Storage.Notifications;

namespace AtlasHa.Notifications.Kafka;

/// <summary>What the brokers hold of a partition: messages from <paramref name="Beginning"/> up to, and without, <paramref name="End"/>.</summary>
internal sealed record PartitionBounds(MessageSource Source, long Beginning, long End);
