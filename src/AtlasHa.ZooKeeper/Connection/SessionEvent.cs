namespace AtlasHa.ZooKeeper.Connection;

/// <summary>What can happen to a session.</summary>
internal enum SessionEvent
{
    /// <summary>A server granted the session or gave it back.</summary>
    Established,

    /// <summary>The connection to the server broke.</summary>
    ConnectionLost,

    /// <summary>A server said that the session is over.</summary>
    ExpiredByServer,

    /// <summary>No server has been heard of for the whole negotiated timeout.</summary>
    ExpiredUnheard,

    /// <summary>A server refused the credentials.</summary>
    AuthRefused,

    /// <summary>This client ended the session.</summary>
    ClosedByClient,
}
