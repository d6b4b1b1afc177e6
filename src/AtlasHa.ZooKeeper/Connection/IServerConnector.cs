namespace AtlasHa.ZooKeeper.Connection;

/// <summary>Opens a byte stream to a server: the place for transports other than plain TCP.</summary>
internal interface IServerConnector
{
    Task<Stream> ConnectAsync(ServerAddress server, CancellationToken cancellationToken);
}
