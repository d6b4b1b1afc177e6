namespace AtlasHa.ZooKeeper;

/// <summary>A node's metadata. Times are milliseconds since the Unix epoch by the server's clock.</summary>
/// <param name="CreatedZxid">Transaction that created the node (czxid): strictly increasing over re-creations.</param>
/// <param name="ModifiedZxid">Transaction that last set the data (mzxid).</param>
/// <param name="CreatedMs">Creation time (ctime).</param>
/// <param name="ModifiedMs">Time of the last data change (mtime).</param>
/// <param name="Version">Number of data changes since creation.</param>
/// <param name="ChildVersion">Number of child changes since creation (cversion).</param>
/// <param name="AclVersion">Number of ACL changes since creation (aversion).</param>
/// <param name="EphemeralOwner">Session that owns the node, or 0 when it is not ephemeral.</param>
/// <param name="DataLength">Bytes of data.</param>
/// <param name="ChildCount">Number of children.</param>
/// <param name="ChildrenZxid">Transaction that last changed the children (pzxid).</param>
public sealed record Stat(
    long CreatedZxid,
    long ModifiedZxid,
    long CreatedMs,
    long ModifiedMs,
    int Version,
    int ChildVersion,
    int AclVersion,
    long EphemeralOwner,
    int DataLength,
    int ChildCount,
    long ChildrenZxid);
