using Orleans;

namespace AtlasHa.Catalog.Model.Cluster;

/// <summary>A partition of Kafka with messages that have not been processed.</summary>
[GenerateSerializer, Immutable]
public sealed record KafkaPartitionLag
{
    [Id(0)] public required string Topic { get; init; }

    [Id(1)] public required int Partition { get; init; }

    /// <summary>The offset from which on nothing has been processed; -1 when nothing ever was.</summary>
    [Id(2)] public long Next { get; init; }

    /// <summary>How many messages wait from there on, as far as the brokers have told.</summary>
    [Id(3)] public long Lag { get; init; }
}
