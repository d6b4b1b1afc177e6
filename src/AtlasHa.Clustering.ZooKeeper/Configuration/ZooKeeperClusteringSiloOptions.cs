namespace Orleans.Configuration;

/// <summary>Options of a silo whose cluster membership is kept in ZooKeeper.</summary>
public class ZooKeeperClusteringSiloOptions : ZooKeeperClusteringOptions
{
    /// <summary>
    /// True to hold the silo's start back until a ZooKeeper server has answered, however long that takes or until the host is stopped; false, the
    /// default, to let the start fail when none answers within <see cref="ZooKeeperClusteringOptions.SessionTimeout"/>.
    /// </summary>
    public bool WaitForZooKeeper { get; set; }
}
