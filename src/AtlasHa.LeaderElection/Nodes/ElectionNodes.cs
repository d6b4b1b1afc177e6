using AtlasHa.LeaderElection.Latch;
using AtlasHa.ZooKeeper;

namespace AtlasHa.LeaderElection.Nodes;

/// <summary>One session's hold on the election's znodes.</summary>
internal sealed record ElectionNodes(IZooKeeperClient Client, InstanceInfo Self, ElectionPaths Paths, InstanceRegistry Registry, LeaderLatch Latch);
