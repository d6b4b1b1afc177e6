namespace Orleans.Configuration;

/// <summary>Options of a silo whose cluster membership is kept in ZooKeeper.</summary>
public class ZooKeeperClusteringSiloOptions : ZooKeeperClusteringOptions;
