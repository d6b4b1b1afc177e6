namespace AtlasHa.ZooKeeper.Protocol;

/// <summary>First packet of a connection: asks for a new session (id 0) or for an old one back. Has no request header.</summary>
internal readonly record struct ConnectRequest(long LastZxidSeen, TimeSpan Timeout, SessionKey Session)
{
    /// <summary>{protocolVersion int, lastZxidSeen long, timeOut int, sessionId long, passwd buffer, readOnly bool}</summary>
    public void Write(JuteWriter writer)
    {
        writer.WriteInt(0);
        writer.WriteLong(LastZxidSeen);
        writer.WriteInt((int)Timeout.TotalMilliseconds);
        writer.WriteLong(Session.Id);
        writer.WriteBuffer(Session.Password.Span);
        writer.WriteBool(false);
    }
}
