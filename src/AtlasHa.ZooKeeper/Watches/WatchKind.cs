namespace AtlasHa.ZooKeeper.Watches;

/// <summary>What a watch was set on; a watch of <c>exists</c> on a present node is a data watch.</summary>
internal enum WatchKind
{
    Data,
    Exists,
    Children,

    /// <summary>Stays, on one node.</summary>
    Persistent,

    /// <summary>Stays, on a node and everything below it.</summary>
    PersistentRecursive,
}
