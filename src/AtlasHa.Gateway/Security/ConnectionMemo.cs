using Microsoft.AspNetCore.Connections.Features;

namespace AtlasHa.Gateway.Security;

/// <summary>Who the last request of a connection was from: a client repeats its header with each request, and comparing is quicker than hashing.</summary>
internal sealed class ConnectionMemo
{
    private static readonly object Key = new();

    private KnownUsers? _users;
    private string? _header;
    private User? _user;

    /// <summary>Null where requests of one connection run at the same time.</summary>
    public static ConnectionMemo? Of(HttpContext context)
    {
        if (!HttpProtocol.IsHttp11(context.Request.Protocol) || context.Features.Get<IConnectionItemsFeature>()?.Items is not { } items) return null;
        if (items.TryGetValue(Key, out var memo)) return (ConnectionMemo)memo!;
        var made = new ConnectionMemo();
        items[Key] = made;
        return made;
    }

    /// <summary>Null when the header is another one, or the users have changed since.</summary>
    public User? Find(KnownUsers users, string header) => ReferenceEquals(users, _users) && header == _header ? _user : null;

    public void Keep(KnownUsers users, string header, User user) => (_users, _header, _user) = (users, header, user);
}
