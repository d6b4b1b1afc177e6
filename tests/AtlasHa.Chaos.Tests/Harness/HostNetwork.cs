using System.Diagnostics;
using System.Net;

namespace AtlasHa.Chaos.Tests.Harness;

/// <summary>
/// Hosts of their own for instances: network namespaces on a bridge, with the tests at <see cref="Gateway"/>. Between hosts, packets can be lost silently, one way
/// or both: nobody is refused or told. Needs root.
/// </summary>
internal sealed class HostNetwork : IDisposable
{
    /// <summary>A machine address that nobody has: what is sent there arrives nowhere.</summary>
    private const string NoMachine = "02:00:00:00:00:99";

    private static readonly Lazy<string?> Reason = new(Probe);

    private readonly string _prefix = $"ah{Environment.ProcessId}";
    private readonly string _subnet = $"10.213.{Environment.ProcessId % 250}";
    private readonly List<NetworkHost> _hosts = [];

    private HostNetwork()
    {
    }

    /// <summary>Null when such networks can be made here.</summary>
    public static string? WhyUnavailable => Reason.Value;

    public IReadOnlyList<NetworkHost> Hosts => _hosts;

    /// <summary>The tests' own address on the bridge.</summary>
    public IPAddress Gateway => IPAddress.Parse($"{_subnet}.254");

    private string Bridge => $"{_prefix}b";

    public static HostNetwork Create(int hosts)
    {
        var network = new HostNetwork();
        try
        {
            network.Build(hosts);
            return network;
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    /// <summary>Nothing that <paramref name="from"/> sends to the addresses arrives.</summary>
    public void Lose(NetworkHost from, params IEnumerable<IPAddress> to)
    {
        foreach (var address in to) Ip($"-n {from.Name} neigh replace {address} lladdr {NoMachine} nud permanent dev eth0");
    }

    /// <summary>No two of the other hosts and this one hear of each other; <see cref="Gateway"/> is still reached.</summary>
    public void CutFromPeers(NetworkHost host)
    {
        foreach (var peer in _hosts.Where(h => h != host))
        {
            Lose(host, peer.Address);
            Lose(peer, host.Address);
        }
    }

    /// <summary>The host hears nobody and nobody hears it: users, peers, ZooKeeper.</summary>
    public void CutOff(NetworkHost host)
    {
        CutFromPeers(host);
        Lose(host, Gateway);
    }

    /// <summary>So large a part of the packets that reach the host is lost.</summary>
    public void LosePart(NetworkHost host, double part)
        => Run("ip", FormattableString.Invariant($"netns exec {host.Name} iptables -A INPUT -m statistic --mode random --probability {part} -j DROP"));

    public void Restore()
    {
        foreach (var host in _hosts)
        {
            Ip($"-n {host.Name} neigh flush all nud permanent");
            Run("ip", $"netns exec {host.Name} iptables -F INPUT");
        }
    }

    public void Dispose()
    {
        foreach (var host in _hosts) TryIp($"netns del {host.Name}");
        TryIp($"link del {Bridge}");
    }

    private static string? Probe()
    {
        try
        {
            using var network = Create(1);
            network.Restore();
            return null;
        }
        catch (InvalidOperationException e)
        {
            return $"hosts cannot be made of network namespaces here: {e.Message}";
        }
    }

    private void Build(int hosts)
    {
        Ip($"link add {Bridge} type bridge");
        Ip($"addr add {Gateway}/24 dev {Bridge}");
        Ip($"link set {Bridge} up");
        for (var i = 1; i <= hosts; i++)
        {
            var host = new NetworkHost($"{_prefix}h{i}", IPAddress.Parse($"{_subnet}.{i}"));
            Ip($"netns add {host.Name}");
            _hosts.Add(host);
            Ip($"link add {host.Name} type veth peer name eth0 netns {host.Name}");
            Ip($"link set {host.Name} master {Bridge} up");
            Ip($"-n {host.Name} link set lo up");
            Ip($"-n {host.Name} link set eth0 up");
            Ip($"-n {host.Name} addr add {host.Address}/24 dev eth0");
        }
    }

    private static void Ip(string arguments) => Run("ip", arguments);

    private static void TryIp(string arguments)
    {
        try
        {
            Ip(arguments);
        }
        catch (InvalidOperationException)
        {
            // It was not made, or is gone already.
        }
    }

    private static void Run(string program, string arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            var error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            if (process.ExitCode != 0) throw new InvalidOperationException($"{program} {arguments}: {error.Trim()}");
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new InvalidOperationException($"{program}: {e.Message}", e);
        }
    }
}
