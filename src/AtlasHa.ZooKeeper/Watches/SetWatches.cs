using System.Text;
using AtlasHa.ZooKeeper.Connection;
using AtlasHa.ZooKeeper.Protocol;

namespace AtlasHa.ZooKeeper.Watches;

/// <summary>
/// Requests that set watches again on a new connection; the server answers with an event for each change since
/// <c>relativeZxid</c>. Split, because a server refuses requests above its jute.maxbuffer.
/// </summary>
internal static class SetWatches
{
    private const int MaxBatchBytes = 128 * 1024;

    /// <summary>In the order of the wire.</summary>
    private static readonly WatchKind[] OneShotKinds = [WatchKind.Data, WatchKind.Exists, WatchKind.Children];
    private static readonly WatchKind[] AllKinds = [.. OneShotKinds, WatchKind.Persistent, WatchKind.PersistentRecursive];

    public static IEnumerable<OutgoingFrame> Batches(long relativeZxid, IEnumerable<(WatchKind Kind, string Path)> watches)
    {
        var batch = new List<(WatchKind Kind, string Path)>();
        var bytes = 0;
        foreach (var watch in watches)
        {
            var size = sizeof(int) + Encoding.UTF8.GetByteCount(watch.Path);
            if (batch.Count > 0 && bytes + size > MaxBatchBytes)
            {
                yield return Frame(relativeZxid, batch);
                batch.Clear();
                bytes = 0;
            }
            batch.Add(watch);
            bytes += size;
        }
        if (batch.Count > 0)
            yield return Frame(relativeZxid, batch);
    }

    /// <summary>
    /// {relativeZxid long, data vector, exist vector, child vector}, and for servers that know watches that stay (3.6 on) {persistent
    /// vector, persistentRecursive vector}. The old form when there are none of those, so that older servers understand it.
    /// </summary>
    private static OutgoingFrame Frame(long relativeZxid, List<(WatchKind Kind, string Path)> batch)
    {
        var hasPersistent = batch.Exists(watch => watch.Kind is WatchKind.Persistent or WatchKind.PersistentRecursive);
        var body = Bodies.Build(writer =>
        {
            writer.WriteLong(relativeZxid);
            foreach (var kind in hasPersistent ? AllKinds : OneShotKinds)
                writer.WriteStrings(Paths(batch, kind));
        });
        return new(Xid.SetWatches, hasPersistent ? OpCode.SetWatches2 : OpCode.SetWatches, body);
    }

    private static string[] Paths(List<(WatchKind Kind, string Path)> batch, WatchKind kind)
        => [.. batch.Where(watch => watch.Kind == kind).Select(watch => watch.Path)];
}
