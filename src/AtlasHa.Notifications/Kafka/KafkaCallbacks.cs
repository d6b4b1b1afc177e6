using Confluent.Kafka;

namespace AtlasHa.Notifications.Kafka;

/// <summary>A consumer of the library tells of errors only while it is asked for messages.</summary>
internal static class KafkaCallbacks
{
    /// <summary>Has the consumer tell of the errors until now. A message that comes instead is lost to it: only for one that is not read from any more.</summary>
    public static void Serve<TKey, TValue>(IConsumer<TKey, TValue> consumer)
    {
        try
        {
            consumer.Consume(TimeSpan.Zero);
        }
        catch (ConsumeException)
        {
            // It is one of those errors.
        }
    }
}
