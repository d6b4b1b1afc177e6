using AtlasHa.LeaderElection.Latch;

namespace AtlasHa.LeaderElection.Nodes;

/// <summary>One session's hold on the election's znodes.</summary>
internal sealed record ElectionNodes(InstanceInfo Self, ElectionPaths Paths, InstanceRegistry Registry, LeaderLatch Latch);
