using System.Text.Json.Serialization;

namespace AtlasHa.Cli.Http;

/// <summary>The whole cluster as <c>GET /api/atlas/admin/instances</c> reports it.</summary>
internal sealed record ClusterView(string? ActiveInstanceId, string? ActiveUrl, long? Epoch, IReadOnlyList<InstanceView> Instances)
{
    /// <summary>True while automatic failover is paused, else null.</summary>
    public bool? Paused { get; init; }

    public PauseView? Pause { get; init; }

    /// <summary>The switchover that is pending, or null.</summary>
    public SwitchoverView? Switchover { get; init; }

    /// <summary>What a reader must know beside the instances, in sentences.</summary>
    [JsonIgnore]
    public IEnumerable<string> Notes => new object?[] { Pause, Switchover }.OfType<object>().Select(note => note.ToString()!);

    /// <summary>True when exactly one instance is active: the cluster serves.</summary>
    [JsonIgnore]
    public bool HasOneActive => Instances.Count(instance => instance.Status == InstanceStatus.Active) == 1;

    /// <summary>True when every instance answers and is either active or passive.</summary>
    [JsonIgnore]
    public bool IsSettled => Instances.All(instance => instance.Status is InstanceStatus.Active or InstanceStatus.Passive);

    [JsonIgnore]
    public InstanceView? Active => HasOneActive ? Instances.Single(instance => instance.Status == InstanceStatus.Active) : null;
}
