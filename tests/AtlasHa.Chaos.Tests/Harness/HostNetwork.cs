using System.Net;

namespace AtlasHa.Chaos.Tests.Harness;

/// <summary>
/// Hosts of their own for instances: network namespaces on a bridge, with the tests at <see cref="Gateway"/>. Between hosts, packets can be lost silently, one way
/// or both: nobody is refused or told. Needs root.
/// </summary>
internal sealed class HostNetwork : IDisposable
{
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

    /// <summary>The host and the others do not hear of each other; <see cref="Gateway"/> is still reached.</summary>
    public void CutFromPeers(NetworkHost host)
    {
        foreach (var peer in _hosts.Where(h => h != host))
        {
            host.Lose(peer.Address);
            peer.Lose(host.Address);
        }
    }

    /// <summary>The host hears nobody and nobody hears it: users, peers, ZooKeeper.</summary>
    public void CutOff(NetworkHost host)
    {
        CutFromPeers(host);
        host.Lose(Gateway);
    }

    public void Restore()
    {
        foreach (var host in _hosts) host.Hear();
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
        IpCommand.Run($"link add {Bridge} type bridge");
        IpCommand.Run($"addr add {Gateway}/24 dev {Bridge}");
        IpCommand.Run($"link set {Bridge} up");
        for (var i = 1; i <= hosts; i++)
        {
            var host = new NetworkHost($"{_prefix}h{i}", IPAddress.Parse($"{_subnet}.{i}"));
            IpCommand.Run($"netns add {host.Name}");
            _hosts.Add(host);
            IpCommand.Run($"link add {host.Name} type veth peer name eth0 netns {host.Name}");
            IpCommand.Run($"link set {host.Name} master {Bridge} up");
            IpCommand.Run($"-n {host.Name} link set lo up");
            IpCommand.Run($"-n {host.Name} link set eth0 up");
            IpCommand.Run($"-n {host.Name} addr add {host.Address}/24 dev eth0");
        }
    }

    private static void TryIp(string arguments)
    {
        try
        {
            IpCommand.Run(arguments);
        }
        catch (InvalidOperationException)
        {
            // It was not made, or is gone already.
        }
    }
}
