using System.Text.Json.Serialization;
using AtlasHa.Catalog.Model.Cluster;
using AtlasHa.LeaderElection;

namespace AtlasHa.Gateway.Endpoints;

/// <summary><c>admin/status</c>: Atlas's member <c>Status</c> and what this product adds.</summary>
internal sealed record StatusBody(
    [property: JsonPropertyName("Status")] string Status,
    string InstanceId,
    string? ActiveInstanceId,
    string? ActiveUrl,
    long Epoch,
    long UptimeMs,
    long? ZooKeeperAgeMs,
    long? StoreAgeMs,
    string? Note)
{
    /// <summary>True while this instance is in office without ZooKeeper, else absent.</summary>
    public bool? Failsafe { get; init; }

    /// <summary>The messages that this instance processes; absent unless it is active.</summary>
    public NotificationHeartbeat? Notifications { get; init; }

    /// <summary>True while automatic failover is paused, else absent; <see cref="Pause"/> says who did it and why.</summary>
    public bool? Paused { get; init; }

    public PauseBody? Pause { get; init; }

    /// <summary>The switchover that is pending, else absent.</summary>
    public PendingSwitchoverBody? Switchover { get; init; }

    public static StatusBody Of(InstanceHeartbeat h, ElectionView view)
        => new(h.Status, h.InstanceId, h.ActiveInstanceId, h.ActiveUrl, h.Epoch, h.UptimeMs, h.ZooKeeperAgeMs, h.StoreAgeMs, h.Note)
        {
            Failsafe = h.Failsafe ? true : null,
            Notifications = h.Notifications,
            Paused = view.Paused ? true : null,
            Pause = PauseBody.Of(view.Pause),
            Switchover = PendingSwitchoverBody.Of(view.PendingSwitchover),
        };
}

/// <summary><c>admin/instances</c>: every registered instance with its heartbeat.</summary>
internal sealed record InstancesBody(string? ActiveInstanceId, string? ActiveUrl, long Epoch, IReadOnlyList<InstanceBody> Instances)
{
    /// <summary>True while automatic failover is paused, else absent.</summary>
    public bool? Paused { get; init; }

    public PauseBody? Pause { get; init; }

    /// <summary>The switchover that is pending, else absent.</summary>
    public PendingSwitchoverBody? Switchover { get; init; }
}

/// <summary>One instance as another sees it; <c>status</c> is <c>UNREACHABLE</c> and <c>error</c> says why when it gave no heartbeat.</summary>
internal sealed record InstanceBody(
    string InstanceId,
    string Url,
    string? SiloAddress,
    string Version,
    IReadOnlyDictionary<string, string> Tags,
    string Status,
    bool Reachable,
    DateTimeOffset StartedAt,
    long? Epoch,
    long? UptimeMs,
    long? ZooKeeperAgeMs,
    long? StoreAgeMs,
    int? RequestsInFlight,
    long? WorkingSetBytes,
    string? Note,
    string? Error)
{
    /// <summary>True while the instance is in office without ZooKeeper, else absent.</summary>
    public bool? Failsafe { get; init; }

    /// <summary>The messages that it processes; absent unless it is active.</summary>
    public NotificationHeartbeat? Notifications { get; init; }

    public static InstanceBody Of(InstanceHeartbeat h) => new(
        h.InstanceId, h.Url, h.SiloAddress, h.Version, h.Tags, h.Status, Reachable: true, h.StartedAt, h.Epoch, h.UptimeMs, h.ZooKeeperAgeMs, h.StoreAgeMs,
        h.RequestsInFlight, h.WorkingSetBytes, h.Note, Error: null)
    {
        Failsafe = h.Failsafe ? true : null,
        Notifications = h.Notifications,
    };

    public static InstanceBody Unreachable(InstanceInfo i, string error) => new(
        i.Id, i.Url.GetLeftPart(UriPartial.Authority), i.SiloAddress, i.Version, i.Tags, "UNREACHABLE", Reachable: false, i.StartedAt, Epoch: null, UptimeMs: null,
        ZooKeeperAgeMs: null, StoreAgeMs: null, RequestsInFlight: null, WorkingSetBytes: null, Note: null, error);
}

/// <summary><c>admin/version</c>, with Atlas's member names.</summary>
internal sealed record VersionBody(
    [property: JsonPropertyName("Version")] string Version,
    [property: JsonPropertyName("Revision")] string Revision,
    [property: JsonPropertyName("Name")] string Name,
    [property: JsonPropertyName("Description")] string Description);

/// <summary>A health answer; <c>reason</c> says what is missing when the status code is 503.</summary>
internal sealed record HealthBody(string Status, string? Reason);
