using AtlasHa.Chaos.Tests.Harness;

namespace AtlasHa.Chaos.Tests.Nemesis;

/// <summary>One way to break the cluster; <see cref="ChaosCluster.HealAsync"/> ends it.</summary>
/// <param name="Name">What is done, as the schedule prints it.</param>
/// <param name="IsPossible">Whether it makes sense in the cluster's present state.</param>
internal sealed record Fault(string Name, Func<ChaosCluster, Victim, bool> IsPossible, Func<ChaosCluster, Victim, Task> BeginAsync)
{
    /// <summary>All faults, the commonest in life more than once.</summary>
    public static IReadOnlyList<Fault> All { get; } =
    [
        OnInstance("kill", i => i.KillAsync()),
        OnInstance("kill", i => i.KillAsync()),
        OnInstance("freeze", i => Done(i.Freeze)),
        OnInstance("freeze", i => Done(i.Freeze)),
        OnInstance("ask to stop", i => Done(i.AskToStop)),
        OnInstance("cut from ZooKeeper", i => Done(i.CutFromZooKeeper)),
        OnInstance("hold ZooKeeper's traffic of", i => Done(i.HoldZooKeeperTraffic)),
        OnInstance("reset ZooKeeper's connections of", i => Done(i.DropZooKeeperConnections)),
        ByOperator("expire the session of", (c, v) => c.Operator.ExpireSessionAsync(v.Instance)),
        ByOperator("delete the queue node of", (c, v) => c.Operator.DeleteQueueNodeAsync(v.Instance)),
        ByOperator("delete the queue, asking not", (c, _) => c.Operator.DeleteQueueAsync()),
        ByOperator("switch over to", (c, v) => c.Operator.SwitchOverAsync(c.Instances[0], v.Instance)),
        ByOperator("switch over to", (c, v) => c.Operator.SwitchOverAsync(c.Instances[^1], v.Instance)),
        ByOperator("pause failover, asking", (c, v) => c.Operator.PauseFailoverAsync(v.Instance)),
        OnZooKeeper("kill one ZooKeeper server", (c, v) => c.ZooKeeper.KillServerAsync(v.Server)),
        OnZooKeeper("freeze one ZooKeeper server", (c, v) => Done(() => c.FreezeZooKeeperServer(v.Server))),
        OnZooKeeper("kill ZooKeeper's leader", (c, _) => c.ZooKeeper.KillLeaderAsync()),
        OnZooKeeper("kill ZooKeeper's quorum", (c, _) => c.ZooKeeper.LoseQuorumAsync()),
        OnZooKeeper("kill all ZooKeeper servers", (c, _) => Task.WhenAll(Enumerable.Range(0, 3).Select(c.ZooKeeper.KillServerAsync))),
    ];

    private static Fault OnInstance(string name, Func<ChaosInstance, Task> begin) => new(name, (_, v) => v.Instance.IsAwake, (_, v) => begin(v.Instance));

    private static Fault OnZooKeeper(string name, Func<ChaosCluster, Victim, Task> begin) => new(name, (c, _) => c.IsZooKeeperWhole, begin);

    private static Fault ByOperator(string name, Func<ChaosCluster, Victim, Task> begin)
        => new(name, (c, v) => c.IsZooKeeperWhole && v.Instance.IsAwake && c.Instances[0].IsAwake && c.Instances[^1].IsAwake, begin);

    private static Task Done(Action act)
    {
        act();
        return Task.CompletedTask;
    }
}
