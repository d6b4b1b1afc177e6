namespace AtlasHa.ZooKeeper.Protocol;

/// <summary>The server sent bytes that cannot be a ZooKeeper answer. The connection that carried them is unusable.</summary>
internal sealed class ProtocolViolationException(string message) : Exception(message);
