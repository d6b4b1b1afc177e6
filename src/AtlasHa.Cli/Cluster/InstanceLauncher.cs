using System.Globalization;
using AtlasHa.Cli.Processes;

namespace AtlasHa.Cli.Cluster;

/// <summary>Starts server processes.</summary>
internal sealed class InstanceLauncher(ClusterLayout layout, ProcessRunner runner)
{
    public const string SessionTimeout = "00:00:03";

    /// <summary>Starts one instance of <paramref name="cluster"/> and returns it with its process.</summary>
    public async Task<InstanceState> StartAsync(ClusterState cluster, InstanceState instance, bool dieWithParent)
    {
        var child = new ChildProcess(
            Executables.DotNet(),
            [cluster.ServerAssembly, .. Settings(cluster, instance)],
            layout.InstanceDirectory(instance.Id),
            layout.LogFile(instance.Id));
        return instance with { Process = await runner.StartAsync(child, dieWithParent) };
    }

    private IEnumerable<string> Settings(ClusterState cluster, InstanceState instance)
    {
        yield return Setting("InstanceId", instance.Id);
        yield return Setting("Http:Port", instance.HttpPort);
        yield return Setting("Silo:Port", instance.SiloPort);
        yield return Setting("Silo:GatewayPort", instance.GatewayPort);
        yield return Setting("ZooKeeper:ConnectString", cluster.ZooKeeper.ConnectString);
        yield return Setting("ZooKeeper:SessionTimeout", SessionTimeout);
        yield return Setting("Store:Sqlite:Path", layout.StoreFile);
        if (cluster.ModelsFolder is not null) yield return Setting("Catalog:ModelsFolder", cluster.ModelsFolder);
    }

    private static string Setting(string key, IConvertible value) => $"--AtlasHa:{key}={value.ToString(CultureInfo.InvariantCulture)}";
}
