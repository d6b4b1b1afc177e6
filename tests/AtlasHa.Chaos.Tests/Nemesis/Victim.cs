using AtlasHa.Chaos.Tests.Harness;

namespace AtlasHa.Chaos.Tests.Nemesis;

/// <summary>What a fault hits: an instance, or a ZooKeeper server by its number, as the fault wants.</summary>
internal sealed record Victim(ChaosInstance Instance, int Server);
