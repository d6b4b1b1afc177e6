namespace AtlasHa.ZooKeeper.Connection;

/// <summary>A server gave a final verdict on the session during the handshake.</summary>
internal sealed class SessionRefusedException(SessionEvent verdict) : Exception($"the server refused the session: {verdict}")
{
    public SessionEvent Verdict { get; } = verdict;
}
