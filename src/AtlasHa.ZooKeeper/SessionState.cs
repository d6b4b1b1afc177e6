namespace AtlasHa.ZooKeeper;

/// <summary>What the client knows of its session. Only <see cref="Expired"/>, <see cref="AuthFailed"/> and <see cref="Closed"/> are final.</summary>
public enum SessionState
{
    /// <summary>No session has been established yet.</summary>
    Connecting,

    /// <summary>Connected to a server that accepts writes.</summary>
    Connected,

    /// <summary>The connection is gone; the session, and with it every ephemeral node, may still live on the servers.</summary>
    Suspended,

    /// <summary>The session is over: a server said so, or no server answered for the whole negotiated timeout.</summary>
    Expired,

    /// <summary>A server refused the credentials. Trying again cannot help.</summary>
    AuthFailed,

    /// <summary>The session was closed by this client.</summary>
    Closed,
}
