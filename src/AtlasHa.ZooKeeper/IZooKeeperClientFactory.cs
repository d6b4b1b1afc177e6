namespace AtlasHa.ZooKeeper;

/// <summary>Makes sessions to one ensemble with fixed options.</summary>
public interface IZooKeeperClientFactory
{
    /// <summary>
    /// A new client that is already trying to connect; it does not wait for the first connect, and requests made before it
    /// wait (until the session's requested timeout has passed without any server, then they fail with ConnectionLoss).
    /// </summary>
    IZooKeeperClient Create();
}
