using System.Text.RegularExpressions;
using AtlasHa.TestKit;
using AtlasHa.ZooKeeper;
using Microsoft.Extensions.Logging.Abstractions;

namespace AtlasHa.Clustering.ZooKeeper.Tests.Harness;

/// <summary>Sessions of the tests themselves, and the server's view of all sessions.</summary>
internal static partial class Sessions
{
    public static ZooKeeperClientFactory Factory(string connectString, TimeSpan? sessionTimeout = null) => new(
        new ZooKeeperClientOptions { ConnectString = connectString, SessionTimeout = sessionTimeout ?? TimeSpan.FromSeconds(10) },
        NullLoggerFactory.Instance,
        TimeProvider.System);

    /// <summary>Ids of the sessions that have a connection now.</summary>
    public static async Task<IReadOnlyList<string>> ConnectedAsync(ZooKeeperServerProcess server)
        => [.. SessionId().Matches(await server.FourLetterAsync("cons")).Select(match => match.Value)];

    [GeneratedRegex("sid=0x[0-9a-f]+")]
    private static partial Regex SessionId();
}
