namespace AtlasHa.ZooKeeper;

/// <summary>What happened to a watched node.</summary>
/// <param name="Type">The kind of change; <see cref="WatchEventType.SessionEnded"/> when the watch died with its session.</param>
/// <param name="Path">The node, relative to the chroot.</param>
public sealed record WatchedEvent(WatchEventType Type, string Path);

/// <summary>Kinds of watch event; the positive values are those of the wire.</summary>
public enum WatchEventType
{
    /// <summary>
    /// Only for watches of <see cref="IZooKeeperClient.AddWatchAsync"/>: the client was disconnected, and servers do not tell such a
    /// watch what it missed. Read again what it watches; it goes on from here.
    /// </summary>
    MayHaveMissed = -2,

    /// <summary>The session expired or was closed: the watch will never fire again.</summary>
    SessionEnded = -1,
    Created = 1,
    Deleted = 2,
    DataChanged = 3,
    ChildrenChanged = 4,
}
