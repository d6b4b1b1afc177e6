using Orleans;

namespace AtlasHa.Catalog.Model.Cluster;

/// <summary>How the active does with messages, as of some seconds ago at most.</summary>
[GenerateSerializer, Immutable]
public sealed record NotificationHeartbeat
{
    /// <summary>Messages that wait in the store's queue.</summary>
    [Id(0)] public long Queued { get; init; }

    /// <summary>Age of the oldest of them in milliseconds; 0 when none waits.</summary>
    [Id(1)] public long LagMs { get; init; }

    /// <summary>Messages that were given up and are neither replayed nor dropped.</summary>
    [Id(2)] public long Failed { get; init; }

    /// <summary>Messages that this process has processed since its start.</summary>
    [Id(3)] public long Processed { get; init; }

    /// <summary>Messages in Kafka that have not been processed, as far as its brokers have told; null without Kafka.</summary>
    [Id(4)] public long? KafkaLag { get; init; }

    /// <summary>The partitions that are most behind, the worst first and at most some twenty; null without Kafka.</summary>
    [Id(9)] public IReadOnlyList<KafkaPartitionLag>? KafkaPartitions { get; init; }

    /// <summary>Messages about entities that have not been sent to Kafka; null without Kafka.</summary>
    [Id(5)] public long? Unpublished { get; init; }

    /// <summary>From how many queued messages on no more are taken over HTTP.</summary>
    [Id(7)] public long MaxQueued { get; init; }

    /// <summary>Bytes of the queued messages; null when the instance had no reason to count them since it took office.</summary>
    [Id(11)] public long? QueuedBytes { get; init; }

    /// <summary>From how many bytes of queued messages on no more are taken over HTTP.</summary>
    [Id(12)] public long MaxQueuedBytes { get; init; }

    /// <summary>Posts that were refused because of either bound, since this instance took office.</summary>
    [Id(8)] public long Refused { get; init; }

    /// <summary>Why Kafka cannot be used at the moment; null when nothing is known against it.</summary>
    [Id(6)] public string? KafkaProblem { get; init; }

    /// <summary>
    /// Partitions that are not read, because the brokers do not hold the message at their position, each with what happened; null when there is none. An operator says
    /// where they go on.
    /// </summary>
    [Id(10)] public IReadOnlyList<string>? KafkaHalted { get; init; }
}
