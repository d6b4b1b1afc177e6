using System.Text.Json.Nodes;
using AtlasHa.TestKit.Cluster;
using AtlasHa.ZooKeeper;
using Microsoft.Extensions.Logging.Abstractions;

namespace AtlasHa.Server.Tests;

/// <summary>Writes into Orleans' membership table what a silo writes that takes a living one for dead.</summary>
internal static class FalseAccusation
{
    private const string Table = "/atlas-ha";

    /// <summary>Declares the server's silo dead: one transaction on the table's version and the row, as the membership provider does it.</summary>
    public static async Task DeclareDeadAsync(AtlasCluster cluster, ServerProcess accused)
    {
        var options = new ZooKeeperClientOptions { ConnectString = cluster.ZooKeeper.ConnectString };
        await using var client = new ZooKeeperClientFactory(options, NullLoggerFactory.Instance, TimeProvider.System).Create();
        var table = await client.GetChildrenAsync(Table);
        var path = ZPath.Combine(Table, table.Children.Single(row => row.StartsWith($"127.0.0.1:{accused.Settings.SiloPort}@", StringComparison.Ordinal)));
        var row = await client.GetDataAsync(path);
        var entry = JsonNode.Parse(row.Data)!;
        entry["Status"] = "Dead";
        await client.MultiAsync(
        [
            new Operation.SetData(Table, Array.Empty<byte>(), table.Stat.Version),
            new Operation.SetData(path, System.Text.Encoding.UTF8.GetBytes(entry.ToJsonString()), row.Stat.Version),
        ]);
    }
}
