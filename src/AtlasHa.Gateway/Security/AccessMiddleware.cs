using System.Net;
using AtlasHa.Users;
using Microsoft.Extensions.Options;

namespace AtlasHa.Gateway.Security;

/// <summary>
/// Lets in who may call the route: with users, by HTTP basic authentication and role; without, whoever is on this machine. It stands before the redirect
/// rule, so a passive asks for the same credentials as the active.
/// </summary>
internal sealed class AccessMiddleware(RequestDelegate next, UserDirectory directory, IOptions<AccessOptions> options)
{
    private readonly bool _allowsNetwork = options.Value.AllowUnauthenticatedNetworkAccess;

    public Task InvokeAsync(HttpContext context)
    {
        // Without a route there is nothing to guard; an endpoint that is none of ours is how routing refuses a method.
        if (context.GetEndpoint() is not RouteEndpoint endpoint) return next(context);
        if (endpoint.Metadata.GetMetadata<AccessPolicy>() is not { } policy)
            return AccessProblems.NotAuthorizedAsync(context, "nobody", $"{context.Request.Method} {context.Request.Path}, which has no policy");
        if (policy.Role is not { } role) return policy.NamesCaller ? NamedAsync(context) : next(context);
        if (!CrossSiteGuard.Allows(context.Request)) return AccessProblems.CrossSiteAsync(context);
        if (directory.Current is not { } users) return LocalAsync(context);

        var header = context.Request.Headers.Authorization.ToString();
        if (header.Length == 0) return AccessProblems.NotAuthenticatedAsync(context);
        var memo = ConnectionMemo.Of(context);
        if (memo?.Find(users, header) is { } remembered) return EnterAsync(context, remembered, role);
        return users.TryRecall(header, out var known) ? KnownAsync(context, users, header, known, role) : CheckedAsync(context, users, header, role);
    }

    private async Task CheckedAsync(HttpContext context, KnownUsers users, string header, UserRole role)
        => await KnownAsync(context, users, header, await directory.CheckAsync(users, header, context.RequestAborted), role);

    private Task KnownAsync(HttpContext context, KnownUsers users, string header, User? user, UserRole role)
    {
        if (user is null) return AccessProblems.NotAuthenticatedAsync(context);
        ConnectionMemo.Of(context)?.Keep(users, header, user);
        return EnterAsync(context, user, role);
    }

    private Task EnterAsync(HttpContext context, User user, UserRole role)
    {
        if (user.Role < role) return AccessProblems.NotAuthorizedAsync(context, user.Name, $"{context.Request.Method} {context.Request.Path}, which takes the role {role}");
        user.Enter(context);
        return next(context);
    }

    /// <summary>Lets everybody in, by name if there are right credentials; wrong ones are as good as none.</summary>
    private async Task NamedAsync(HttpContext context)
    {
        var header = context.Request.Headers.Authorization.ToString();
        var user = directory.Current is not { } users ? (IsServedWithoutUsers(context) ? User.Anonymous : null)
            : header.Length == 0 ? null
            : users.TryRecall(header, out var known) ? known
            : await directory.CheckAsync(users, header, context.RequestAborted);
        user?.Enter(context);
        await next(context);
    }

    private Task LocalAsync(HttpContext context)
    {
        if (!IsServedWithoutUsers(context))
        {
            return AccessProblems.NotAuthorizedAsync(
                context, "anonymous", $"{context.Request.Method} {context.Request.Path} from another machine, as no users are configured (AtlasHa:Security:UsersFile)");
        }

        User.Anonymous.Enter(context);
        return next(context);
    }

    private bool IsServedWithoutUsers(HttpContext context)
        => _allowsNetwork || (IsThisMachine(context.Connection.RemoteIpAddress) && IsThisMachine(context.Connection.LocalIpAddress));

    private static bool IsThisMachine(IPAddress? address) => address is not null && IPAddress.IsLoopback(address);
}
