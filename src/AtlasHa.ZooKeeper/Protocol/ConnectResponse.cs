namespace AtlasHa.ZooKeeper.Protocol;

/// <summary>The server's answer to <see cref="ConnectRequest"/>. A timeout of zero says that the session is over.</summary>
internal readonly record struct ConnectResponse(TimeSpan Timeout, SessionKey Session, bool ReadOnly)
{
    /// <summary>{protocolVersion int, timeOut int, sessionId long, passwd buffer, readOnly bool (absent before 3.4)}</summary>
    public static ConnectResponse Read(ref JuteReader reader)
    {
        reader.ReadInt();
        var timeout = TimeSpan.FromMilliseconds(reader.ReadInt());
        var id = reader.ReadLong();
        var password = reader.ReadBuffer() ?? [];
        return new(timeout, new SessionKey(id, password), reader.Remaining > 0 && reader.ReadBool());
    }
}
