namespace AtlasHa.ZooKeeper.Protocol;

/// <summary>Opens every answer: which request it is for, the server's last transaction, the result code.</summary>
internal readonly record struct ReplyHeader(int Xid, long Zxid, ErrorCode Error)
{
    /// <summary>{xid int, zxid long, err int}</summary>
    public static ReplyHeader Read(ref JuteReader reader) => new(reader.ReadInt(), reader.ReadLong(), (ErrorCode)reader.ReadInt());
}
