namespace Orleans.Configuration;

/// <summary>Options of a client that finds its gateways in ZooKeeper.</summary>
public class ZooKeeperGatewayListProviderOptions : ZooKeeperClusteringOptions;
