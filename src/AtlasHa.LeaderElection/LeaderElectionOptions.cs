namespace AtlasHa.LeaderElection;

/// <summary>How this instance takes part in the election. The session timeout belongs to the ZooKeeper client's options.</summary>
public sealed class LeaderElectionOptions
{
    /// <summary>Unique in the cluster; a znode name.</summary>
    public string InstanceId { get; set; } = "";

    /// <summary>Base URL that clients are redirected to: scheme, host and port (and a path, if the service lies below one).</summary>
    public Uri? Url { get; set; }

    /// <summary>Orleans silo address in its parsable form, or null.</summary>
    public string? SiloAddress { get; set; }

    /// <summary>Product version that the instance registers.</summary>
    public string Version { get; set; } = "";

    public IDictionary<string, string> Tags { get; } = new Dictionary<string, string>();

    /// <summary>Parent of all of the election's znodes, below the connect string's chroot.</summary>
    public string ZkRoot { get; set; } = ElectionReader.DefaultZkRoot;

    /// <summary>Time that a handler without a deadline of its own has for its activation; also bounds each call of the store's fence.</summary>
    public TimeSpan DefaultActivationDeadline { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Time that work under way has to finish when the instance leaves office, for all handlers together.</summary>
    public TimeSpan DeactivationDeadline { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long a switchover may be pending before it is void. Longer than <see cref="DeactivationDeadline"/>: the candidate can take office only then.
    /// </summary>
    public TimeSpan SwitchoverDeadline { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>First pause after a failed take-over and after a lost session; it doubles with each further failure.</summary>
    public TimeSpan MinBackOff { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Longest pause after failures.</summary>
    public TimeSpan MaxBackOff { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>IP address that the others reach this process at, to notice a crash at once; null for none: then a crash is noticed when the session ends.</summary>
    public string? PeerAddress { get; set; } = "127.0.0.1";

    /// <summary>Port at <see cref="PeerAddress"/>; 0 for any that is free, which is registered.</summary>
    public int PeerPort { get; set; }
}
