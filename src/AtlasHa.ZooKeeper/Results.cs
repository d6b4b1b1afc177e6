namespace AtlasHa.ZooKeeper;

/// <summary>A created node: its path (with the sequence number, where there is one) and metadata.</summary>
public sealed record CreateResult(string Path, Stat Stat);

/// <summary>A node's data and metadata, read together.</summary>
public sealed record DataResult(byte[] Data, Stat Stat);

/// <summary>The names (not paths) of a node's children, in no order, and the node's own metadata.</summary>
public sealed record ChildrenResult(IReadOnlyList<string> Children, Stat Stat);

/// <summary>A node's access control list and metadata.</summary>
public sealed record AclResult(IReadOnlyList<Acl> Acls, Stat Stat);

/// <summary>What one operation of a <c>multi</c> gave: a path for creates, metadata for create2 and setData, else nothing.</summary>
public sealed record OperationResult(string? Path, Stat? Stat);
