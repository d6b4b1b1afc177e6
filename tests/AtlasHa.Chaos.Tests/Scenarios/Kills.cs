using AtlasHa.Chaos.Tests.Harness;

namespace AtlasHa.Chaos.Tests.Scenarios;

/// <summary>Processes that end without a word.</summary>
public sealed class Kills(ChaosFixture chaos)
{
    /// <summary>Scenarios 2 and 48: SIGKILL of the active, whoever it is, three times over.</summary>
    [Fact]
    public Task Users_are_told_the_truth_when_one_active_after_the_other_is_killed() => chaos.UnderLoadAsync(async (cluster, load) =>
    {
        for (var round = 0; round < 3; round++)
        {
            var killed = await cluster.ActiveAsync();
            await killed.KillAsync();
            (await cluster.ActiveAsync()).ShouldNotBe(killed);
            await load.ServedAsync();
            await cluster.StartAsync(killed);
        }
    });

    /// <summary>Scenario 3: SIGKILL of a passive.</summary>
    [Fact]
    public Task Active_stays_when_a_passive_is_killed() => chaos.UnderLoadAsync(async (cluster, load) =>
    {
        var active = await cluster.ActiveAsync();
        var passive = await cluster.PassiveAsync();

        await passive.KillAsync();

        await load.ServedAsync();
        (await cluster.ActiveAsync()).ShouldBe(active);
    });

    /// <summary>Scenario 48: all instances die together, and one that was passive comes back first.</summary>
    [Fact]
    public Task Everything_acknowledged_is_there_after_all_instances_were_killed() => chaos.UnderLoadAsync(async (cluster, load) =>
    {
        var passive = await cluster.PassiveAsync();
        await Task.WhenAll(cluster.Instances.Select(instance => instance.KillAsync()));

        await cluster.StartAsync(passive);

        (await cluster.ActiveAsync()).ShouldBe(passive);
        await load.ServedAsync();
    });
}
