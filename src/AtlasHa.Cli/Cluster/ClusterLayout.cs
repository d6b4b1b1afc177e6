namespace AtlasHa.Cli.Cluster;

/// <summary>Where things are below a cluster's data directory. All paths are absolute.</summary>
internal sealed class ClusterLayout(string dataDirectory)
{
    public string Root { get; } = Path.GetFullPath(dataDirectory);

    public string StateFile => Path.Combine(Root, "cluster.json");

    public string LockFile => Path.Combine(Root, "cluster.lock");

    public string StoreFile => Path.Combine(Root, "catalog", "atlas-ha.db");

    public string ZooKeeperDirectory => Path.Combine(Root, "zookeeper");

    public string InstanceDirectory(string instanceId) => Path.Combine(Root, instanceId);

    public string LogFile(string name) => Path.Combine(Root, "logs", name + ".log");
}
