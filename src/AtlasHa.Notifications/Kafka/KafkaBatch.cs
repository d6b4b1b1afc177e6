using Confluent.Kafka;

namespace AtlasHa.Notifications.Kafka;

/// <summary>Messages that came together.</summary>
/// <param name="Messages">In the order in which they came.</param>
/// <param name="IsFull">There may be more.</param>
/// <param name="Failure">What failed after them; null when nothing did.</param>
internal sealed record KafkaBatch(IReadOnlyList<ConsumeResult<Ignore, byte[]>> Messages, bool IsFull, ConsumeException? Failure);
