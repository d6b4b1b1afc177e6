using AtlasHa.ZooKeeper;

namespace AtlasHa.LeaderElection.Nodes;

/// <summary>Reads of nodes that need not be there.</summary>
internal static class OptionalReads
{
    /// <summary>The node, null when there is none.</summary>
    public static async Task<DataResult?> DataOrNullAsync(this IZooKeeperClient client, string path, CancellationToken cancellationToken)
    {
        try
        {
            return await client.GetDataAsync(path, cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        catch (ZooKeeperException e) when (e.Code == ErrorCode.NoNode)
        {
            return null;
        }
    }

    /// <summary>Names of the children; none when the node is not there.</summary>
    public static async Task<IReadOnlyList<string>> ChildrenOrNoneAsync(this IZooKeeperClient client, string path, CancellationToken cancellationToken)
    {
        try
        {
            return (await client.GetChildrenAsync(path, cancellationToken: cancellationToken).ConfigureAwait(false)).Children;
        }
        catch (ZooKeeperException e) when (e.Code == ErrorCode.NoNode)
        {
            return [];
        }
    }
}
