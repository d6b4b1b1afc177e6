namespace AtlasHa.Users;

/// <summary>The groups that may be written in a file of users: the roles' own names, and those of Apache Atlas's files.</summary>
public static class UserGroups
{
    private static readonly Dictionary<string, UserRole> Roles = new(StringComparer.OrdinalIgnoreCase)
    {
        ["READER"] = UserRole.Reader,
        ["EDITOR"] = UserRole.Editor,
        ["ADMIN"] = UserRole.Admin,
        ["ROLE_ADMIN"] = UserRole.Admin,
        ["DATA_STEWARD"] = UserRole.Editor,
        ["DATA_SCIENTIST"] = UserRole.Reader,
        ["RANGER_TAG_SYNC"] = UserRole.Reader,
    };

    public static IReadOnlyCollection<string> Names => Roles.Keys;

    /// <summary>The group that this product writes for a role.</summary>
    public static string NameOf(UserRole role) => role.ToString().ToUpperInvariant();

    /// <summary>The role of a group, in any case; null when there is no such group.</summary>
    public static UserRole? RoleOf(string group) => Roles.TryGetValue(group, out var role) ? role : null;
}
