using System.Globalization;

namespace AtlasHa.ZooKeeper;

/// <summary>
/// Where an ensemble is: <c>host:port,host:port/chroot</c>. The port may be left out (2181), IPv6 literals with a port
/// stand in brackets, the chroot is optional.
/// </summary>
public sealed class ConnectString
{
    public const int DefaultPort = 2181;

    private ConnectString(IReadOnlyList<ServerAddress> servers, string chroot)
    {
        Servers = servers;
        Chroot = chroot;
    }

    public IReadOnlyList<ServerAddress> Servers { get; }

    /// <summary>Prefix of all paths, e.g. <c>/atlas</c>; empty when there is none.</summary>
    public string Chroot { get; }

    /// <summary>Throws <see cref="FormatException"/> saying which part is wrong.</summary>
    public static ConnectString Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var hosts = slash < 0 ? text : text[..slash];
        var servers = hosts
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(part => ParseServer(part, text))
            .ToArray();
        if (servers.Length == 0)
            throw new FormatException($"The ZooKeeper connect string '{text}' names no server. Give host:port[,host:port...][/chroot].");
        return new(servers, slash < 0 ? "" : ParseChroot(text[slash..], text));
    }

    public override string ToString() => string.Join(',', Servers) + Chroot;

    private static string ParseChroot(string chroot, string whole)
    {
        if (chroot == "/")
            return "";
        return ZPath.Problem(chroot) is { } problem
            ? throw new FormatException($"The chroot '{chroot}' of the ZooKeeper connect string '{whole}' is not a path: {problem}.")
            : chroot;
    }

    private static ServerAddress ParseServer(string part, string whole)
    {
        var (host, port) = Split(part);
        if (host.Length == 0)
            throw new FormatException($"'{part}' in the ZooKeeper connect string '{whole}' has no host.");
        if (port is null)
            return new(host, DefaultPort);
        if (!int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number is < 1 or > 65535)
            throw new FormatException($"'{port}' in the ZooKeeper connect string '{whole}' is not a port (1 to 65535).");
        return new(host, number);
    }

    private static (string Host, string? Port) Split(string part)
    {
        if (part.StartsWith('['))
        {
            var end = part.IndexOf(']', StringComparison.Ordinal);
            if (end < 0)
                throw new FormatException($"'{part}' opens a bracket and does not close it.");
            var rest = part[(end + 1)..];
            if (rest.Length > 0 && rest[0] != ':')
                throw new FormatException($"'{part}' has '{rest}' after the bracket where ':port' belongs.");
            return (part[1..end], rest.Length == 0 ? null : rest[1..]);
        }
        var colon = part.LastIndexOf(':');
        // More than one colon without brackets: an IPv6 literal without a port.
        return colon < 0 || part.IndexOf(':', StringComparison.Ordinal) != colon ? (part, null) : (part[..colon], part[(colon + 1)..]);
    }
}
