using Orleans;

namespace AtlasHa.Catalog.Model.Notifications;

/// <summary>How far one partition of Kafka has been processed, and what its brokers hold. Offsets are numbers of messages, from 0.</summary>
[GenerateSerializer, Immutable]
public sealed record NotificationPosition
{
    [Id(0)] public required string Topic { get; init; }

    [Id(1)] public required int Partition { get; init; }

    /// <summary>The offset from which on nothing has been processed; null when nothing ever was, and reading begins at the beginning.</summary>
    [Id(2)] public long? Position { get; init; }

    /// <summary>The oldest offset that the brokers still hold; null when they did not tell.</summary>
    [Id(3)] public long? Beginning { get; init; }

    /// <summary>The offset that the next message will get; null when they did not tell.</summary>
    [Id(4)] public long? End { get; init; }

    /// <summary>Messages that wait to be processed; null when it is not known.</summary>
    [Id(5)] public long? Lag { get; init; }

    /// <summary>Why the partition is not read, or cannot be; null when nothing is known against it.</summary>
    [Id(6)] public string? Problem { get; init; }
}
