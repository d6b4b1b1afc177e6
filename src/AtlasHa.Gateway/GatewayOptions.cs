namespace AtlasHa.Gateway;

/// <summary>How the HTTP gateway treats user requests that this instance cannot serve itself.</summary>
public sealed class GatewayOptions
{
    /// <summary>Whether a passive sends clients to the active instance or passes their requests on.</summary>
    public PassiveMode PassiveMode { get; set; } = PassiveMode.Redirect;

    /// <summary>How long a request that is passed on may be without a byte in either direction before it is given up.</summary>
    public TimeSpan ForwardActivityTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Bytes of a body that are kept in memory to send it again when an instance refuses it unread, because it has just left office.</summary>
    public int ForwardRepeatableBytes { get; set; } = 64 * 1024;

    /// <summary>How long a request is held while no instance is known to be active, before it gets 503.</summary>
    public TimeSpan HoldTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long a stopping instance goes on answering at most, while another takes office and clients that were sent here arrive; it ends sooner, when nobody
    /// comes any more.
    /// </summary>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>What a 503 tells the client to wait, in whole seconds.</summary>
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How many redirects a request may have behind it (header <c>X-Atlas-Ha-Hops</c>) before it is refused as a loop.</summary>
    public int MaxHops { get; set; } = 5;

    /// <summary>How long <c>admin/instances</c> waits for another instance's heartbeat before it is listed as unreachable.</summary>
    public TimeSpan HeartbeatTimeout { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How many exports may run at a time; another one is refused. Each uses up to one connection of the store while it reads a part.</summary>
    public int MaxExports { get; set; } = 4;
}
