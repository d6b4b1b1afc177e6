using AtlasHa.ZooKeeper;

namespace AtlasHa.Server.Rehearsal;

/// <summary>Removes what a rehearsal made in ZooKeeper.</summary>
internal static class ScratchNodes
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    /// <summary>Deletes the node with everything below it; it need not exist. What cannot be deleted in time is found again by the next rehearsal.</summary>
    public static async Task DeleteAsync(IZooKeeperClientFactory clients, string path)
    {
        using var late = new CancellationTokenSource(Deadline);
        await using var client = clients.Create();
        await DeleteAsync(client, path, late.Token);
        await client.CloseAsync(late.Token);
    }

    private static async Task DeleteAsync(IZooKeeperClient client, string path, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var child in (await client.GetChildrenAsync(path, cancellationToken: cancellationToken)).Children)
                await DeleteAsync(client, $"{path}/{child}", cancellationToken);
            await client.DeleteAsync(path, cancellationToken: cancellationToken);
        }
        catch (ZooKeeperException e) when (e.Code == ZooKeeper.ErrorCode.NoNode)
        {
            // It went with the session.
        }
    }
}
