using System.Net;

namespace AtlasHa.Chaos.Tests.Harness;

/// <summary>A host of a <see cref="HostNetwork"/>.</summary>
/// <param name="Name">Of its network namespace.</param>
internal sealed record NetworkHost(string Name, IPAddress Address)
{
    /// <summary>A machine address that nobody has: what is sent there arrives nowhere.</summary>
    private const string NoMachine = "02:00:00:00:00:99";

    /// <summary>The program, with its arguments, that becomes what follows it, on this host.</summary>
    public IReadOnlyList<string> Launcher => ["ip", "netns", "exec", Name];

    /// <summary>Settings of an instance that others than its own host have to reach.</summary>
    public IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>
    {
        ["AtlasHa:Http:Address"] = $"{Address}",
        ["AtlasHa:Silo:Address"] = $"{Address}",
        ["AtlasHa:Security:AllowUnauthenticatedNetworkAccess"] = "true",
    };

    /// <summary>Nothing that this host sends to the address arrives.</summary>
    public void Lose(IPAddress address) => IpCommand.Run($"-n {Name} neigh replace {address} lladdr {NoMachine} nud permanent dev eth0");

    /// <summary>So large a part of the packets that reach this host is lost.</summary>
    public void LosePart(double part)
        => IpCommand.Run(FormattableString.Invariant($"netns exec {Name} iptables -A INPUT -m statistic --mode random --probability {part} -j DROP"));

    /// <summary>Ends all losses.</summary>
    public void Hear()
    {
        IpCommand.Run($"-n {Name} neigh flush all nud permanent");
        IpCommand.Run($"netns exec {Name} iptables -F INPUT");
    }
}
