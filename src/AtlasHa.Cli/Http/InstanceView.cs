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
    string? Error = null);
