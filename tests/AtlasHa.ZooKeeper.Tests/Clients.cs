using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace AtlasHa.ZooKeeper.Tests;

/// <summary>Makes clients for tests.</summary>
internal static class Clients
{
    /// <summary>Long enough that no test machine is too slow for it.</summary>
    public static readonly TimeSpan CalmSession = TimeSpan.FromSeconds(30);

    public static IZooKeeperClient New(
        string connectString, TimeSpan? sessionTimeout = null, ILoggerFactory? loggers = null, Action<ZooKeeperClientOptions>? configure = null)
    {
        var options = new ZooKeeperClientOptions { ConnectString = connectString, SessionTimeout = sessionTimeout ?? CalmSession };
        configure?.Invoke(options);
        return new ZooKeeperClientFactory(options, loggers ?? NullLoggerFactory.Instance, TimeProvider.System).Create();
    }

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
