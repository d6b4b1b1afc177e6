namespace AtlasHa.ZooKeeper;

/// <summary>Rights on a node; the values are those of the wire.</summary>
[Flags]
public enum AclPermissions
{
    None = 0,
    Read = 1,
    Write = 2,
    Create = 4,
    Delete = 8,
    Admin = 16,
    All = Read | Write | Create | Delete | Admin,
}
