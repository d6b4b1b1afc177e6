using AtlasHa.ZooKeeper.Protocol;

namespace AtlasHa.ZooKeeper.Connection;

/// <summary>Reads the body of a successful answer.</summary>
internal delegate T ReplyParser<out T>(ref JuteReader reader);
