using Confluent.Kafka;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace AtlasHa.Notifications.Kafka;

/// <summary>Makes clients of the library.</summary>
internal static class KafkaClient
{
    /// <exception cref="KafkaException">A setting cannot be used, such as a file that is no certificate.</exception>
    public static T Build<T>(Func<T> build)
    {
        try
        {
            return build();
        }
        catch (Exception failure) when (failure is InvalidOperationException or ArgumentException)
        {
            throw new KafkaException(new Error(ErrorCode.Local_InvalidArg, failure.Message), failure);
        }
    }
}
