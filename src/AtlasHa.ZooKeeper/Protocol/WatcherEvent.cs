namespace AtlasHa.ZooKeeper.Protocol;

/// <summary>A change of a watched node as the server reports it; the path is the server's, chroot included.</summary>
internal readonly record struct WatcherEvent(WatchEventType Type, string Path)
{
    /// <summary>{type int, state int, path string}</summary>
    public static WatcherEvent Read(ref JuteReader reader)
    {
        var type = (WatchEventType)reader.ReadInt();
        reader.ReadInt();
        return new(type, reader.ReadRequiredString());
    }
}
