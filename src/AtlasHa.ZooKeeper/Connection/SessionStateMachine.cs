namespace AtlasHa.ZooKeeper.Connection;

/// <summary>Every transition of a session. Final states keep everything out.</summary>
internal static class SessionStateMachine
{
    public static bool IsFinal(SessionState state) => state is SessionState.Expired or SessionState.AuthFailed or SessionState.Closed;

    public static SessionState Next(SessionState state, SessionEvent happened) => (state, happened) switch
    {
        _ when IsFinal(state) => state,
        (_, SessionEvent.Established) => SessionState.Connected,
        // A connection that breaks before a session exists leaves nothing to be suspended.
        (SessionState.Connecting, SessionEvent.ConnectionLost) => SessionState.Connecting,
        (_, SessionEvent.ConnectionLost) => SessionState.Suspended,
        (_, SessionEvent.ExpiredByServer or SessionEvent.ExpiredUnheard) => SessionState.Expired,
        (_, SessionEvent.AuthRefused) => SessionState.AuthFailed,
        (_, SessionEvent.ClosedByClient) => SessionState.Closed,
        _ => throw new ArgumentOutOfRangeException(nameof(happened), happened, "unknown session event"),
    };
}
