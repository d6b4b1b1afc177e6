using AtlasHa.Users;

namespace AtlasHa.Gateway.Security;

internal static class AccessPolicyExtensions
{
    /// <summary>Everybody may call it, also without a name.</summary>
    public static TBuilder OpenToAll<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(AccessPolicy.Open);

    /// <summary>Everybody may call it, and <see cref="User.Of"/> is whoever calls, null when that is not known.</summary>
    public static TBuilder OpenToAllByName<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(AccessPolicy.OpenByName);

    public static TBuilder Requires<TBuilder>(this TBuilder builder, UserRole role)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new AccessPolicy(role));

    /// <summary>The policy of all routes of a group that have none of their own: one role for GET and HEAD, another for the methods that may change something.</summary>
    public static TBuilder Requires<TBuilder>(this TBuilder builder, UserRole toRead, UserRole toWrite)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.Finally(endpoint =>
        {
            if (endpoint.Metadata.OfType<AccessPolicy>().Any()) return;
            var reads = endpoint.Metadata.OfType<IHttpMethodMetadata>().LastOrDefault() is { HttpMethods.Count: > 0 } methods
                && methods.HttpMethods.All(method => HttpMethods.IsGet(method) || HttpMethods.IsHead(method));
            endpoint.Metadata.Add(new AccessPolicy(reads ? toRead : toWrite));
        });
        return builder;
    }
}
