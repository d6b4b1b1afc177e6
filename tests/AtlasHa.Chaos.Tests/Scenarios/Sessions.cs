using AtlasHa.Chaos.Tests.Harness;

namespace AtlasHa.Chaos.Tests.Scenarios;

/// <summary>Instances that live while their sessions with ZooKeeper do not.</summary>
public sealed class Sessions(ChaosFixture chaos)
{
    /// <summary>Scenario 12: the active's session expires.</summary>
    [Fact]
    public Task Active_whose_session_expired_gives_way_and_joins_again() => chaos.UnderLoadAsync(async (cluster, load) =>
    {
        var epoch = await cluster.EpochAsync();

        await cluster.Operator.ExpireSessionAsync(await cluster.ActiveAsync());

        await load.ServedAsync();
        (await cluster.EpochAsync()).ShouldBeGreaterThan(epoch);
    });

    /// <summary>Scenario 13: all sessions expire at the same time.</summary>
    [Fact]
    public Task One_is_active_when_all_sessions_expired_at_once() => chaos.UnderLoadAsync(async (cluster, load) =>
    {
        await Task.WhenAll(cluster.Instances.Select(cluster.Operator.ExpireSessionAsync));

        await cluster.ActiveAsync();
        await load.ServedAsync();
    });

    /// <summary>Scenario 11, and 29 with a link that comes back at once: connections are reset, the session goes on elsewhere.</summary>
    [Fact]
    public Task Active_stays_when_its_connections_to_ZooKeeper_are_reset_again_and_again() => chaos.UnderLoadAsync(async (cluster, load) =>
    {
        var active = await cluster.ActiveAsync();
        var epoch = await cluster.EpochAsync();

        for (var round = 0; round < 10; round++)
        {
            active.DropZooKeeperConnections();
            await load.ServedAsync(20);
        }

        (await cluster.EpochAsync()).ShouldBe(epoch);
    });
}
