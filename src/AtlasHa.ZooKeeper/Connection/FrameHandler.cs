using AtlasHa.ZooKeeper.Protocol;

namespace AtlasHa.ZooKeeper.Connection;

/// <summary>Takes one frame's body; returns whether it wants the next one now.</summary>
internal delegate bool FrameHandler(JuteReader body);
