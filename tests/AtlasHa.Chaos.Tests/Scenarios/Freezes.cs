using AtlasHa.Chaos.Tests.Harness;

namespace AtlasHa.Chaos.Tests.Scenarios;

/// <summary>Processes that stand still and go on later as if nothing had happened.</summary>
public sealed class Freezes(ChaosFixture chaos)
{
    /// <summary>Scenarios 4 and 51: the active stands still past its session, with writes under way, and goes on when it has a successor.</summary>
    [Fact]
    public Task Frozen_active_writes_nothing_in_its_successors_term() => chaos.UnderLoadAsync(async (cluster, load) =>
    {
        var frozen = await cluster.ActiveAsync();
        frozen.Freeze();

        var successor = await cluster.ActiveAsync();
        await load.ServedAsync();
        frozen.Continue();

        await load.ServedAsync();
        (await cluster.ActiveAsync()).ShouldBe(successor);
    });

    /// <summary>Scenario 5: the active stands still for a fraction of the session timeout.</summary>
    [Fact]
    public Task Active_stays_when_it_stands_still_for_a_moment() => chaos.UnderLoadAsync(async (cluster, load) =>
    {
        var active = await cluster.ActiveAsync();
        var epoch = await cluster.EpochAsync();

        active.Freeze();
        await Lasting.ForAsync(TimeSpan.FromMilliseconds(400));
        active.Continue();

        await load.ServedAsync();
        (await cluster.EpochAsync()).ShouldBe(epoch);
    });

    /// <summary>Scenarios 4 and 13: all instances stand still until all sessions have ended, as on a machine that sleeps.</summary>
    [Fact]
    public Task One_is_active_when_all_had_stood_still_past_their_sessions() => chaos.UnderLoadAsync(async (cluster, load) =>
    {
        foreach (var instance in cluster.Instances) instance.Freeze();
        await Lasting.ForAsync(TimeSpan.FromSeconds(5));
        foreach (var instance in cluster.Instances) instance.Continue();

        await cluster.ActiveAsync();
        await load.ServedAsync();
    });
}
