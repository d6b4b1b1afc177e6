namespace AtlasHa.ZooKeeper;

/// <summary>How to reach an ensemble and what to ask of it.</summary>
public sealed class ZooKeeperClientOptions
{
    /// <summary>Servers and chroot, as in <see cref="ZooKeeper.ConnectString"/>. Required.</summary>
    public string ConnectString { get; set; } = "";

    /// <summary>
    /// Session timeout to ask for; the server clamps it to its own limits (2 to 20 ticks unless configured), so look at
    /// <see cref="IZooKeeperClient.NegotiatedTimeout"/>. Default 10 s.
    /// </summary>
    public TimeSpan SessionTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Whether a session counts as expired when no server has been heard of for its whole timeout. False leaves the verdict to the servers: a restarted
    /// ensemble gives every session its whole timeout again, so that nothing is lost in an outage of it. Requests then fail with
    /// ConnectionLoss for as long as it lasts. Default true.
    /// </summary>
    public bool ExpiresUnheard { get; set; } = true;

    /// <summary>ACL of nodes that are created without one. Default: open to all, as in ZooKeeper's own tools.</summary>
    public IReadOnlyList<Acl> DefaultAcls { get; set; } = Acl.OpenUnsafe;

    /// <summary>Identities to prove on every connect, before any other request.</summary>
    public IList<AuthInfo> Auth { get; } = [];

    /// <summary>TLS to the servers, or null for plain TCP: then passwords of <see cref="Auth"/> and all data can be read on the network.</summary>
    public ZooKeeperTlsOptions? Tls { get; set; }

    /// <summary>Largest answer to accept, in bytes; a longer one closes the connection. Default 4 MiB.</summary>
    public int MaxFrameBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>
    /// Largest request to send, in bytes; a longer one fails with BadArguments and is not sent, because a server closes the
    /// connection over it. Default 1048575, the server's default of <c>jute.maxbuffer</c>.
    /// </summary>
    public int MaxRequestBytes { get; set; } = 0xfffff;

    /// <summary>How long closing waits for a server to end the session; after that the session runs into its timeout. Default 3 s.</summary>
    public TimeSpan CloseTimeout { get; set; } = TimeSpan.FromSeconds(3);
}
