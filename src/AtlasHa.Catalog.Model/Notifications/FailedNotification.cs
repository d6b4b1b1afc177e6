using Orleans;

namespace AtlasHa.Catalog.Model.Notifications;

/// <summary>A message that was given up.</summary>
[GenerateSerializer, Immutable]
public sealed record FailedNotification
{
    /// <summary>By which it is replayed or dropped.</summary>
    [Id(0)] public long Id { get; init; }

    [Id(1)] public required string Topic { get; init; }

    /// <summary>Kafka's partition; null for a message that came over HTTP.</summary>
    [Id(2)] public int? Partition { get; init; }

    /// <summary>Its place in the partition or queue.</summary>
    [Id(3)] public long Offset { get; init; }

    /// <summary>When it was given up, milliseconds since the Unix epoch.</summary>
    [Id(4)] public long Time { get; init; }

    [Id(5)] public int Tries { get; init; }

    /// <summary>What is wrong with it.</summary>
    [Id(6)] public required string Error { get; init; }

    /// <summary>Length of the whole message in bytes.</summary>
    [Id(7)] public int Bytes { get; init; }

    /// <summary>The beginning of the message.</summary>
    [Id(8)] public required string Message { get; init; }
}
