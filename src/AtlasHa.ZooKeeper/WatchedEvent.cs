namespace AtlasHa.ZooKeeper;

/// <summary>What happened to a watched node.</summary>
/// <param name="Type">The kind of change; <see cref="WatchEventType.SessionEnded"/> when the watch died with its session.</param>
/// <param name="Path">The node, relative to the chroot.</param>
public sealed record WatchedEvent(WatchEventType Type, string Path);

/// <summary>Kinds of watch event; the positive values are those of the wire.</summary>
public enum WatchEventType
{
    /// <summary>The session expired or was closed: the watch will never fire again.</summary>
    SessionEnded = -1,
    Created = 1,
    Deleted = 2,
    DataChanged = 3,
    ChildrenChanged = 4,
}
