using AtlasHa.Catalog.Model.Cluster;
using AtlasHa.Gateway.Endpoints;

namespace AtlasHa.Gateway.StatusPage;

/// <summary>What one rendering of the status page shows: the bodies of the JSON routes, each only if the caller may read that route.</summary>
/// <param name="Status">What <c>admin/status</c> says, which everybody may read.</param>
/// <param name="Connected">Whether this instance reaches ZooKeeper.</param>
/// <param name="LeaseIsValid">Whether the lease of this instance's term is valid; null when it has no term.</param>
/// <param name="Now">When this was put together.</param>
internal sealed record StatusPageModel(StatusBody Status, bool Connected, bool? LeaseIsValid, DateTimeOffset Now)
{
    public const string Active = "ACTIVE";
    public const string Passive = "PASSIVE";

    /// <summary>What <c>admin/instances</c> says; null when the caller may not read it.</summary>
    public InstancesBody? Instances { get; init; }

    /// <summary>What <c>admin/history</c> says; null when the caller may not read it.</summary>
    public KnownHistory? History { get; init; }

    /// <summary>The active's messages, from this instance or from the active's own heartbeat.</summary>
    public NotificationHeartbeat? Notifications
        => Status.Notifications ?? Instances?.Instances.FirstOrDefault(instance => instance.Notifications is not null)?.Notifications;
}
