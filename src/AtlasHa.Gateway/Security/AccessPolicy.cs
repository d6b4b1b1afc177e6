using AtlasHa.Users;

namespace AtlasHa.Gateway.Security;

/// <summary>Endpoint metadata: who may call it. A route without a policy is served to nobody.</summary>
/// <param name="Role">The least role; null for everybody, also without a name.</param>
internal sealed record AccessPolicy(UserRole? Role)
{
    public static readonly AccessPolicy Open = new((UserRole?)null);

    /// <summary>Everybody may call it, and it is told who does where that is known: it shows more to those who may see more.</summary>
    public static readonly AccessPolicy OpenByName = new((UserRole?)null) { NamesCaller = true };

    /// <summary>Whether a route that is open to all looks at credentials that came with the request.</summary>
    public bool NamesCaller { get; private init; }
}
