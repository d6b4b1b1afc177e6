using AtlasHa.Client.Retrying;
using AtlasHa.LeaderElection;
using AtlasHa.ZooKeeper;
using Orleans;

namespace AtlasHa.Client;

/// <summary>Which cluster a client belongs to, and how it gets through to the active instance.</summary>
public sealed class AtlasHaClientOptions
{
    /// <summary>The ensemble of the cluster, <c>host:port[,host:port...][/path]</c>. Required.</summary>
    [Redact]
    public string ConnectString { get; set; } = "";

    /// <summary>The cluster's <c>AtlasHa:ClusterId</c>.</summary>
    public string ClusterId { get; set; } = "atlas-ha";

    /// <summary>The cluster's Orleans service id; null when it is the same as <see cref="ClusterId"/>, as with AtlasHa's own server.</summary>
    public string? ServiceId { get; set; }

    /// <summary>The cluster's <c>AtlasHa:ZkRoot</c>, where the election is.</summary>
    public string ZkRoot { get; set; } = ElectionReader.DefaultZkRoot;

    /// <summary><c>user:password</c> for ZooKeeper's digest scheme, null for none.</summary>
    [Redact]
    public string? DigestCredentials { get; set; }

    /// <summary>TLS to ZooKeeper, null for plain TCP.</summary>
    [Redact]
    public ZooKeeperTlsOptions? Tls { get; set; }

    /// <summary>How often the list of silos that take clients is read. Orleans' own default, a minute, is longer than two failovers.</summary>
    public TimeSpan GatewayListRefreshPeriod { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How calls are repeated.</summary>
    public RetryOptions Retries { get; set; } = new();
}
