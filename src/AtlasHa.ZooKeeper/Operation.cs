namespace AtlasHa.ZooKeeper;

/// <summary>One step of an atomic <see cref="IZooKeeperClient.MultiAsync"/>.</summary>
public abstract record Operation(string Path)
{
    /// <summary>Creates a node; <paramref name="Acls"/> null means the client's default ACL.</summary>
    public sealed record Create(string Path, ReadOnlyMemory<byte> Data, CreateMode Mode, IReadOnlyList<Acl>? Acls = null) : Operation(Path);

    /// <summary>Deletes a node if its version is <paramref name="Version"/>; null deletes any version.</summary>
    public sealed record Delete(string Path, int? Version = null) : Operation(Path);

    /// <summary>Sets data if the version is <paramref name="Version"/>; null sets any version.</summary>
    public sealed record SetData(string Path, ReadOnlyMemory<byte> Data, int? Version = null) : Operation(Path);

    /// <summary>Fails the whole transaction unless the node exists with this version (null: any).</summary>
    public sealed record Check(string Path, int? Version = null) : Operation(Path);
}
