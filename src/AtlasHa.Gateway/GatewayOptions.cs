namespace AtlasHa.Gateway;

/// <summary>How the HTTP gateway treats user requests that this instance cannot serve itself.</summary>
public sealed class GatewayOptions
{
    /// <summary>How long a request is held while no instance is known to be active, before it gets 503.</summary>
    public TimeSpan HoldTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>What a 503 tells the client to wait, in whole seconds.</summary>
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How many redirects a request may have behind it (header <c>X-Atlas-Ha-Hops</c>) before it is refused as a loop.</summary>
    public int MaxHops { get; set; } = 5;

    /// <summary>How long <c>admin/instances</c> waits for another instance's heartbeat before it is listed as unreachable.</summary>
    public TimeSpan HeartbeatTimeout { get; set; } = TimeSpan.FromSeconds(1);
}
