using Confluent.Kafka;

namespace AtlasHa.Notifications.Kafka;

/// <summary>Messages that came together, and what failed after them; null when nothing did.</summary>
internal sealed record KafkaBatch(IReadOnlyList<ConsumeResult<Ignore, byte[]>> Messages, ConsumeException? Failure);
