using Orleans;

namespace AtlasHa.Catalog.Model.Cluster;

/// <summary>What an instance says of itself, whatever its role. Ages are monotonic milliseconds; null means never.</summary>
[GenerateSerializer, Immutable]
public sealed record InstanceHeartbeat
{
    [Id(0)] public required string InstanceId { get; init; }

    /// <summary>Atlas's state name: <c>ACTIVE</c>, <c>PASSIVE</c>, <c>BECOMING_ACTIVE</c> or <c>BECOMING_PASSIVE</c>.</summary>
    [Id(1)] public required string Status { get; init; }

    /// <summary>Base URL that clients are redirected to when this instance is active.</summary>
    [Id(2)] public required string Url { get; init; }

    [Id(3)] public string? SiloAddress { get; init; }

    [Id(4)] public required string Version { get; init; }

    [Id(5)] public required IReadOnlyDictionary<string, string> Tags { get; init; }

    /// <summary>The highest epoch that the instance knows of; on the active, that of its own term.</summary>
    [Id(6)] public long Epoch { get; init; }

    /// <summary>Whom the instance takes for the active, null when it knows of none.</summary>
    [Id(7)] public string? ActiveInstanceId { get; init; }

    [Id(8)] public string? ActiveUrl { get; init; }

    [Id(9)] public DateTimeOffset StartedAt { get; init; }

    [Id(10)] public long UptimeMs { get; init; }

    /// <summary>Since the last byte from ZooKeeper.</summary>
    [Id(11)] public long? ZooKeeperAgeMs { get; init; }

    /// <summary>Since the store last answered.</summary>
    [Id(12)] public long? StoreAgeMs { get; init; }

    /// <summary>User requests that are being served at this moment.</summary>
    [Id(13)] public int RequestsInFlight { get; init; }

    /// <summary>Bytes of memory that the process occupies.</summary>
    [Id(14)] public long WorkingSetBytes { get; init; }

    /// <summary>What an operator should know of this instance's candidacy, e.g. that it pauses; null when there is nothing.</summary>
    [Id(15)] public string? Note { get; init; }

    /// <summary>Why this instance could not serve from its store as it should, now or soon; null when nothing is known against it.</summary>
    [Id(20)] public string? StoreProblem { get; init; }

    /// <summary>True while the instance is in office without ZooKeeper, and the store alone confirms what it answers.</summary>
    [Id(30)] public bool Failsafe { get; init; }

    /// <summary>The messages that the active processes; null on every other instance.</summary>
    [Id(40)] public NotificationHeartbeat? Notifications { get; init; }
}
