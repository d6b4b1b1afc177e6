using AtlasHa.Cli.Processes;

namespace AtlasHa.Cli.Cluster;

/// <summary>What <c>up</c> was asked to start.</summary>
internal sealed record ClusterPlan(ClusterLayout Layout, int Instances, PortBases Ports, ZooKeeperChoice ZooKeeper, string? ModelsFolder)
{
    public IReadOnlyList<InstanceState> NewInstances()
        => [.. Enumerable.Range(0, Instances).Select(i => new InstanceState($"id{i + 1}", Ports.Http + i, Ports.Silo + i, Ports.Gateway + i, Process: null))];

    public IEnumerable<WantedPort> WantedPorts()
        => NewInstances().SelectMany(instance => new[]
        {
            new WantedPort(instance.HttpPort, $"HTTP of {instance.Id}", "--http-port"),
            new WantedPort(instance.SiloPort, $"silo of {instance.Id}", "--silo-port"),
            new WantedPort(instance.GatewayPort, $"Orleans gateway of {instance.Id}", "--gateway-port"),
        });
}

/// <summary>The first instance's ports; each further instance has the next higher ones.</summary>
internal sealed record PortBases(int Http, int Silo, int Gateway);

/// <summary>
/// Which ZooKeeper to use: <paramref name="ConnectString"/> names an ensemble; null starts a local server on
/// <paramref name="LocalPort"/>, or on any free port if that one is taken and was not <paramref name="PortIsFixed">asked for</paramref>.
/// </summary>
internal sealed record ZooKeeperChoice(string? ConnectString, int LocalPort, bool PortIsFixed);
