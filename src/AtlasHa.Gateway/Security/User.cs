using AtlasHa.Users;

namespace AtlasHa.Gateway.Security;

/// <summary>Who makes a request.</summary>
/// <param name="Name">The name that is recorded with what is changed.</param>
/// <param name="Role">What the user may do.</param>
/// <param name="Group">The group that the file of users names.</param>
internal sealed record User(string Name, UserRole Role, string Group)
{
    private static readonly object Key = new();

    /// <summary>Whoever calls while no users are configured.</summary>
    public static readonly User Anonymous = new("anonymous", UserRole.Admin, UserGroups.NameOf(UserRole.Admin));

    /// <summary>Null before the request has passed <see cref="AccessMiddleware"/>, and on routes that are open to all.</summary>
    public static User? Of(HttpContext context) => context.Items.TryGetValue(Key, out var user) ? (User?)user : null;

    public void Enter(HttpContext context) => context.Items[Key] = this;
}
