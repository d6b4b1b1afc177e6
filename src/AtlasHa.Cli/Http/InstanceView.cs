namespace AtlasHa.Cli.Http;

/// <summary>One instance as <c>GET /api/atlas/admin/instances</c> reports it, or as known from the local state. Durations are milliseconds.</summary>
internal sealed record InstanceView(
    string InstanceId,
    string? Url,
    string Status,
    bool Reachable,
    string? SiloAddress = null,
    string? Version = null,
    IReadOnlyDictionary<string, string>? Tags = null,
    DateTimeOffset? StartedAt = null,
    long? Epoch = null,
    long? UptimeMs = null,
    long? ZooKeeperAgeMs = null,
    long? StoreAgeMs = null,
    string? Error = null)
{
    /// <summary>What the instance has to say of its candidacy, or null.</summary>
    public string? Note { get; init; }

    /// <summary>True while the instance is in office without ZooKeeper, else null.</summary>
    public bool? Failsafe { get; init; }
}
