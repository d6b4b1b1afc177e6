using AtlasHa.LeaderElection.Control;

namespace AtlasHa.LeaderElection.Views;

/// <summary>What the watches of one session have brought.</summary>
internal sealed record ClusterSnapshot(
    bool Connected, IReadOnlyDictionary<string, RegisteredInstance> Instances, ActiveAddress? Address, long Epoch)
{
    public ControlState Control { get; init; } = ControlState.Empty;

    public static ClusterSnapshot Empty { get; } = new(false, new Dictionary<string, RegisteredInstance>(), null, 0);

    /// <summary>The registration that the published address belongs to: same session, same URL. An address of nobody's is not believed.</summary>
    public InstanceInfo? Active => Address is { } address
        ? Instances.Values.FirstOrDefault(instance => instance.Session == address.Session && Nodes.NodeData.AddressText(instance.Info.Url) == address.Text)?.Info
        : null;
}

/// <summary>A registration and the session that owns it.</summary>
internal sealed record RegisteredInstance(InstanceInfo Info, long Session);

/// <summary>The content of <c>active_server_info</c> and the session that owns it.</summary>
internal sealed record ActiveAddress(string Text, long Session);
