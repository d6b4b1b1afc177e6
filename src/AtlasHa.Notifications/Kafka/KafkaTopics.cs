using Confluent.Kafka;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace AtlasHa.Notifications.Kafka;

/// <summary>What the brokers tell of topics.</summary>
internal static class KafkaTopics
{
    /// <summary>The numbers of a topic's partitions; none of a topic that is not there yet. Blocks its caller.</summary>
    /// <exception cref="KafkaException">The brokers did not answer, or refuse it.</exception>
    public static IReadOnlyList<int> Partitions(IAdminClient admin, string topic, TimeSpan timeout)
    {
        var found = admin.GetMetadata(topic, timeout).Topics.Single(each => each.Topic == topic);
        return found.Error.Code is ErrorCode.NoError or ErrorCode.UnknownTopicOrPart or ErrorCode.LeaderNotAvailable or ErrorCode.Local_UnknownTopic
            ? [.. found.Partitions.Select(partition => partition.PartitionId).Order()]
            : throw new KafkaException(found.Error);
    }
}
