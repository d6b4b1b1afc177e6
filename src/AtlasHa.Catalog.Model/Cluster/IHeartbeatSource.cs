namespace AtlasHa.Catalog.Model.Cluster;

/// <summary>This process's own heartbeat, read in memory: it answers also when the cluster, ZooKeeper and the store do not.</summary>
public interface IHeartbeatSource
{
    InstanceHeartbeat Read();
}
