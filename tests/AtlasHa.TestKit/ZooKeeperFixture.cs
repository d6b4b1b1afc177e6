using AtlasHa.ZooKeeper;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace AtlasHa.TestKit;

/// <summary>
/// One server for a test assembly, and a fresh chroot for each test. Use:
/// <c>[assembly: AssemblyFixture(typeof(ZooKeeperFixture))]</c> and a constructor parameter of this type.
/// </summary>
public sealed class ZooKeeperFixture : IAsyncLifetime
{
    private ZooKeeperServerProcess? _server;

    /// <summary>Skips the running test when there is no ZooKeeper on this machine.</summary>
    public ZooKeeperServerProcess Server
    {
        get
        {
            SkipUnlessAvailable();
            return _server!;
        }
    }

    /// <summary>Skips the running test, saying what to install, when there is no ZooKeeper on this machine.</summary>
    public static void SkipUnlessAvailable()
    {
        if (ZooKeeperServerProcess.WhyUnavailable is { } reason)
            throw new ZooKeeperUnavailableException(reason);
    }

    /// <summary>Makes a chroot that no other test uses; returns the connect string that ends with it.</summary>
    public Task<string> NewChrootAsync() => NewChrootAsync(Server);

    /// <inheritdoc cref="NewChrootAsync()"/>
    public static async Task<string> NewChrootAsync(ZooKeeperServerProcess server)
    {
        var chroot = $"/test-{Guid.NewGuid():N}";
        var options = new ZooKeeperClientOptions { ConnectString = server.ConnectString };
        await using var client = new ZooKeeperClientFactory(options, NullLoggerFactory.Instance, TimeProvider.System).Create();
        await client.CreateAsync(chroot, ReadOnlyMemory<byte>.Empty, CreateMode.Persistent);
        return server.ConnectString + chroot;
    }

    public async ValueTask InitializeAsync()
    {
        if (ZooKeeperServerProcess.WhyUnavailable is null)
            _server = await ZooKeeperServerProcess.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
    }
}
