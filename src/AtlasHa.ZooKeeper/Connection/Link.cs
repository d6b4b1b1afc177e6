using AtlasHa.ZooKeeper.Protocol;

namespace AtlasHa.ZooKeeper.Connection;

/// <summary>A finished handshake: the open wire and what the server granted.</summary>
internal sealed record Link(Wire Wire, ServerAddress Server, SessionKey Session, TimeSpan Timeout);
