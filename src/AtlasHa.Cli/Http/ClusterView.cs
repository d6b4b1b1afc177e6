using System.Text.Json.Serialization;

namespace AtlasHa.Cli.Http;

/// <summary>The whole cluster as <c>GET /api/atlas/admin/instances</c> reports it.</summary>
internal sealed record ClusterView(string? ActiveInstanceId, string? ActiveUrl, long? Epoch, IReadOnlyList<InstanceView> Instances)
{
    /// <summary>True when exactly one instance is active: the cluster serves.</summary>
    [JsonIgnore]
    public bool HasOneActive => Instances.Count(instance => instance.Status == InstanceStatus.Active) == 1;

    /// <summary>True when every instance answers and is either active or passive.</summary>
    [JsonIgnore]
    public bool IsSettled => Instances.All(instance => instance.Status is InstanceStatus.Active or InstanceStatus.Passive);

    [JsonIgnore]
    public InstanceView? Active => HasOneActive ? Instances.Single(instance => instance.Status == InstanceStatus.Active) : null;
}
