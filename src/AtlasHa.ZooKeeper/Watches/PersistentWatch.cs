using AtlasHa.ZooKeeper.Connection;
using AtlasHa.ZooKeeper.Protocol;

namespace AtlasHa.ZooKeeper.Watches;

/// <summary>A watch that stays until it is disposed of.</summary>
internal sealed class PersistentWatch(Session session, WatchRegistration watch) : IAsyncDisposable
{
    /// <summary>Modes of addWatch.</summary>
    public const int NodeMode = 0;
    public const int RecursiveMode = 1;

    /// <summary>removeWatches: all kinds. Servers before 3.9 know no name for these watches alone.</summary>
    private const int AnyKind = 3;

    public async ValueTask DisposeAsync()
    {
        // Without a connection the server has forgotten the watch already, and the next one is not told of it.
        if (!session.Watches.Remove(watch.Kind, watch) || session.State != SessionState.Connected)
            return;
        try
        {
            await session.SubmitAsync(
                new PendingRequest<bool>(
                    OpCode.RemoveWatches, path: null, Bodies.Build(writer => Bodies.WritePathAndMode(writer, watch.Path, AnyKind)), Replies.ReadNothing),
                CancellationToken.None).ConfigureAwait(false);
        }
        catch (ZooKeeperException e) when (e.Code == ErrorCode.NoWatcher || e.OutcomeUnknown)
        {
            // Gone with its connection.
        }
    }
}
