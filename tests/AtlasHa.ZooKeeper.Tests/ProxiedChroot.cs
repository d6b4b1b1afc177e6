using AtlasHa.TestKit;

namespace AtlasHa.ZooKeeper.Tests;

/// <summary>A fresh chroot, reached through a proxy that can be made to fail.</summary>
internal sealed class ProxiedChroot(TcpFaultProxy proxy, string chroot) : IAsyncDisposable
{
    public TcpFaultProxy Proxy { get; } = proxy;

    public string Chroot { get; } = chroot;

    /// <summary>Through the proxy.</summary>
    public string ConnectString => Proxy.ConnectString + Chroot;

    public static async Task<ProxiedChroot> StartAsync(ZooKeeperFixture zooKeeper)
    {
        var direct = ZooKeeper.ConnectString.Parse(await zooKeeper.NewChrootAsync());
        return new(TcpFaultProxy.To(zooKeeper.Server.Port), direct.Chroot);
    }

    public ValueTask DisposeAsync() => Proxy.DisposeAsync();
}
