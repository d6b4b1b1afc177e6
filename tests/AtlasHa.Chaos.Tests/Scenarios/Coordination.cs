using AtlasHa.Chaos.Tests.Harness;

namespace AtlasHa.Chaos.Tests.Scenarios;

/// <summary>ZooKeeper servers that die, one, two or all.</summary>
public sealed class Coordination(ChaosFixture chaos)
{
    /// <summary>Scenarios 18 and 19: each server is killed in turn, so the leader and the one with the active's connection are among them.</summary>
    [Fact]
    public Task Users_go_on_while_each_ZooKeeper_server_is_killed_in_turn() => chaos.UnderLoadAsync(async (cluster, load) =>
    {
        for (var server = 0; server < 3; server++)
        {
            await cluster.ZooKeeper.KillServerAsync(server);
            await load.ServedAsync();
            await cluster.ZooKeeper.RestartServerAsync(server);
            await cluster.ActiveAsync();
        }
    });

    /// <summary>Scenarios 20 and 21: all servers die, for longer than a session lasts, and come back with their data.</summary>
    [Fact]
    public Task One_is_active_after_all_of_ZooKeeper_was_down() => chaos.UnderLoadAsync(async (cluster, load) =>
    {
        for (var server = 0; server < 3; server++) await cluster.ZooKeeper.KillServerAsync(server);
        await Lasting.ForAsync(TimeSpan.FromSeconds(6));
        await cluster.ZooKeeper.RestoreQuorumAsync();

        await cluster.ActiveAsync();
        await load.ServedAsync();
    });

    /// <summary>Scenario 20: the quorum is lost, and the active dies before it is back.</summary>
    [Fact]
    public Task Passive_takes_over_when_the_quorum_is_back_and_the_active_is_not() => chaos.UnderLoadAsync(async (cluster, load) =>
    {
        var killed = await cluster.ActiveAsync();
        await cluster.ZooKeeper.LoseQuorumAsync();
        await killed.KillAsync();

        await cluster.ZooKeeper.RestoreQuorumAsync();

        (await cluster.ActiveAsync()).ShouldNotBe(killed);
        await load.ServedAsync();
    });

    /// <summary>Scenario 22: the instances are stopped, ZooKeeper loses everything, and they start again: epochs go on from the store's.</summary>
    [Fact]
    public Task Epochs_go_on_when_ZooKeeper_has_lost_everything() => chaos.UnderLoadAsync(async (cluster, load) =>
    {
        var epoch = await cluster.EpochAsync();
        await Task.WhenAll(cluster.Instances.Select(instance => instance.KillAsync()));
        await cluster.Operator.WipeZooKeeperAsync();

        foreach (var instance in cluster.Instances) await cluster.StartAsync(instance);

        (await cluster.EpochAsync()).ShouldBeGreaterThan(epoch);
        await load.ServedAsync();
    });
}
