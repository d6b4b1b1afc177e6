namespace AtlasHa.TestKit;

/// <summary>What a server with TLS needs.</summary>
/// <param name="KeyStorePath">PEM file (<c>.pem</c>) with the server's certificate and key.</param>
/// <param name="TrustStorePath">PEM file (<c>.pem</c>) with the authorities whose client certificates are taken.</param>
public sealed record ZooKeeperServerTls(string KeyStorePath, string TrustStorePath)
{
    /// <summary>Lines of zoo.cfg.</summary>
    internal IEnumerable<string> Configuration(int port) =>
    [
        $"secureClientPort={port}",
        "secureClientPortAddress=127.0.0.1",
        "serverCnxnFactory=org.apache.zookeeper.server.NettyServerCnxnFactory",
        $"ssl.keyStore.location={KeyStorePath}",
        $"ssl.trustStore.location={TrustStorePath}",
        "ssl.clientAuth=need",
    ];
}
