using System.Text;
using AtlasHa.ZooKeeper.Protocol;

namespace AtlasHa.ZooKeeper.Watches;

/// <summary>
/// Requests that set watches again on a new connection; the server answers with an event for each change since
/// <c>relativeZxid</c>. Split, because a server refuses requests above its jute.maxbuffer.
/// </summary>
internal static class SetWatches
{
    private const int MaxBatchBytes = 128 * 1024;

    public static IEnumerable<ReadOnlyMemory<byte>> Batches(long relativeZxid, IEnumerable<(WatchKind Kind, string Path)> watches)
    {
        var batch = new List<(WatchKind Kind, string Path)>();
        var bytes = 0;
        foreach (var watch in watches)
        {
            var size = sizeof(int) + Encoding.UTF8.GetByteCount(watch.Path);
            if (batch.Count > 0 && bytes + size > MaxBatchBytes)
            {
                yield return Body(relativeZxid, batch);
                batch.Clear();
                bytes = 0;
            }
            batch.Add(watch);
            bytes += size;
        }
        if (batch.Count > 0)
            yield return Body(relativeZxid, batch);
    }

    /// <summary>{relativeZxid long, dataWatches vector, existWatches vector, childWatches vector}</summary>
    private static ReadOnlyMemory<byte> Body(long relativeZxid, List<(WatchKind Kind, string Path)> batch) => Bodies.Build(writer =>
    {
        writer.WriteLong(relativeZxid);
        writer.WriteStrings(Paths(batch, WatchKind.Data));
        writer.WriteStrings(Paths(batch, WatchKind.Exists));
        writer.WriteStrings(Paths(batch, WatchKind.Children));
    });

    private static string[] Paths(List<(WatchKind Kind, string Path)> batch, WatchKind kind)
        => [.. batch.Where(watch => watch.Kind == kind).Select(watch => watch.Path)];
}
