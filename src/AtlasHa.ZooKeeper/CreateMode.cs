namespace AtlasHa.ZooKeeper;

/// <summary>Kinds of node; the values are those of the wire (ZooKeeper's CreateMode flags).</summary>
public enum CreateMode
{
    Persistent = 0,
    Ephemeral = 1,
    PersistentSequential = 2,
    EphemeralSequential = 3,
    Container = 4,
    PersistentWithTtl = 5,
    PersistentSequentialWithTtl = 6,
}
