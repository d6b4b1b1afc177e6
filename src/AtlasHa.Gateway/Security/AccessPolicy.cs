using AtlasHa.Users;

namespace AtlasHa.Gateway.Security;

/// <summary>Endpoint metadata: who may call it. A route without a policy is served to nobody.</summary>
/// <param name="Role">The least role; null for everybody, also without a name.</param>
internal sealed record AccessPolicy(UserRole? Role)
{
    public static readonly AccessPolicy Open = new((UserRole?)null);
}
