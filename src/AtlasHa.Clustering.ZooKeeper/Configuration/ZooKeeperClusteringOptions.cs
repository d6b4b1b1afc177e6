using AtlasHa.ZooKeeper;

// Orleans' own namespace, as the upstream provider has it: a host that swaps the package keeps its using directives.
namespace Orleans.Configuration;

/// <summary>How a silo or a client reaches the ZooKeeper ensemble that holds the cluster's membership.</summary>
public abstract class ZooKeeperClusteringOptions
{
    /// <summary>
    /// <c>host:port[,host:port...][/path]</c>. Membership lives in <c>[/path]/&lt;ClusterId&gt;</c>; silos create missing nodes of
    /// that path. Required unless <see cref="ClientFactory"/> is set.
    /// </summary>
    [Redact]
    public string ConnectionString { get; set; } = "";

    /// <summary>
    /// The session timeout to ask for (the server may grant another), and the time for which an operation is retried while no
    /// server answers. Membership owns no ephemeral nodes, so this does not decide when a silo counts as dead. 1 s to 10 min, default 10 s.
    /// </summary>
    public TimeSpan SessionTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// <c>user:password</c> for ZooKeeper's digest scheme, or null for none. With credentials new nodes are closed to
    /// everybody else, unless <see cref="NodeAcl"/> says otherwise. Needs a client made from <see cref="ConnectionString"/>.
    /// </summary>
    [Redact]
    public string? DigestCredentials { get; set; }

    /// <summary>
    /// Access rights of the nodes that are created. Null: <see cref="Acl.CreatorAll"/> with <see cref="DigestCredentials"/>,
    /// else the default of the client.
    /// </summary>
    public IReadOnlyList<Acl>? NodeAcl { get; set; }

    /// <summary>
    /// TLS to the servers, or null for plain TCP, over which <see cref="DigestCredentials"/> can be read. Needs a client made from
    /// <see cref="ConnectionString"/>.
    /// </summary>
    [Redact]
    public ZooKeeperTlsOptions? Tls { get; set; }

    /// <summary>
    /// Makes the ZooKeeper sessions, in place of <see cref="ConnectionString"/>: for other authentication, or a shared
    /// configuration. Membership then lives in <c>/&lt;ClusterId&gt;</c> below the factory's chroot, which must exist.
    /// </summary>
    public Func<IServiceProvider, IZooKeeperClientFactory>? ClientFactory { get; set; }
}
