namespace AtlasHa.ZooKeeper;

/// <summary>One entry of an access control list.</summary>
/// <param name="Permissions">What is allowed.</param>
/// <param name="Scheme">Identity scheme: <c>world</c>, <c>auth</c>, <c>digest</c>, <c>ip</c>, <c>x509</c>, ...</param>
/// <param name="Id">Identity within the scheme, e.g. <c>anyone</c> or <c>user:base64(sha1(user:password))</c>.</param>
public sealed record Acl(AclPermissions Permissions, string Scheme, string Id)
{
    /// <summary>Anyone may do anything: ZooKeeper's OPEN_ACL_UNSAFE.</summary>
    public static IReadOnlyList<Acl> OpenUnsafe { get; } = [new(AclPermissions.All, "world", "anyone")];

    /// <summary>The identities that this session has proved may do anything, nobody else: CREATOR_ALL_ACL.</summary>
    public static IReadOnlyList<Acl> CreatorAll { get; } = [new(AclPermissions.All, "auth", "")];
}
