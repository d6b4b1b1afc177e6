using System.Text.Json.Serialization;
using AtlasHa.Cli.Processes;

namespace AtlasHa.Cli.Cluster;

/// <summary>A local cluster as <c>up</c> started it; the content of <c>cluster.json</c>.</summary>
/// <param name="ServerAssembly">Path of AtlasHa.Server.dll.</param>
/// <param name="ModelsFolder">Folder of model files for the servers, or null.</param>
/// <param name="ZooKeeper">The ensemble.</param>
/// <param name="Instances">The server processes in the order of their ids.</param>
/// <param name="Supervisor">The <c>up</c> that runs in the foreground and will stop the cluster; null after <c>up --detach</c>.</param>
internal sealed record ClusterState(
    string ServerAssembly,
    string? ModelsFolder,
    ZooKeeperState ZooKeeper,
    IReadOnlyList<InstanceState> Instances,
    ProcessIdentity? Supervisor)
{
    /// <summary>Grows when a later version cannot read what an earlier one wrote.</summary>
    public int Format { get; init; } = ClusterStateFile.Format;

    [JsonIgnore]
    public IEnumerable<ProcessIdentity> LiveProcesses
        => Instances.Select(instance => instance.Process).Append(ZooKeeper.Process).OfType<ProcessIdentity>().Where(ProcessTable.IsAlive);

    public InstanceState? Find(string instanceId) => Instances.FirstOrDefault(instance => instance.Id == instanceId);

    /// <summary>The same cluster with one instance replaced by its newer state.</summary>
    public ClusterState With(InstanceState changed)
        => this with { Instances = [.. Instances.Select(instance => instance.Id == changed.Id ? changed : instance)] };
}

/// <summary>The ensemble in use; <paramref name="Process"/> is the local server that <c>up</c> started, null for a foreign ensemble.</summary>
internal sealed record ZooKeeperState(string ConnectString, ProcessIdentity? Process);

/// <summary>One instance: where it listens and the process that runs it (null before its start).</summary>
internal sealed record InstanceState(string Id, int HttpPort, int SiloPort, int GatewayPort, ProcessIdentity? Process)
{
    [JsonIgnore]
    public Uri Url => new($"http://127.0.0.1:{HttpPort}");

    [JsonIgnore]
    public bool IsAlive => ProcessTable.IsAlive(Process);
}
