namespace AtlasHa.ZooKeeper.Protocol;

/// <summary>What it takes to get a session back. The password never shows in text.</summary>
internal sealed class SessionKey(long id, ReadOnlyMemory<byte> password)
{
    /// <summary>Asks the server for a new session.</summary>
    public static SessionKey None { get; } = new(0, new byte[16]);

    public long Id { get; } = id;

    public ReadOnlyMemory<byte> Password { get; } = password;

    public override string ToString() => $"0x{Id:x}";
}
