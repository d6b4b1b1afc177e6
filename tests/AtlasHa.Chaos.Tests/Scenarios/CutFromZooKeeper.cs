using AtlasHa.Chaos.Tests.Harness;

namespace AtlasHa.Chaos.Tests.Scenarios;

/// <summary>Instances that users and peers reach and that do not reach ZooKeeper.</summary>
public sealed class CutFromZooKeeper(ChaosFixture chaos)
{
    /// <summary>Scenario 23: the active alone is cut off, until another has taken over.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task Another_takes_over_from_an_active_that_is_cut_off(bool silently) => chaos.UnderLoadAsync(async (cluster, load) =>
    {
        var cut = await cluster.ActiveAsync();
        if (silently) cut.HoldZooKeeperTraffic();
        else cut.CutFromZooKeeper();

        var successor = await cluster.ActiveAsync(except: cut);
        await load.ServedAsync();
        cut.RestoreZooKeeper();

        (await cluster.ActiveAsync()).ShouldBe(successor);
        await load.ServedAsync();
    });

    /// <summary>Scenario 25: a passive is cut off and misses that the active changes: it answers nothing from its own state and sends nobody to the dead one.</summary>
    [Fact]
    public Task Passive_that_missed_a_change_while_it_was_cut_off_answers_nothing_itself() => chaos.UnderLoadAsync(async (cluster, load) =>
    {
        var killed = await cluster.ActiveAsync();
        var cut = await cluster.PassiveAsync();
        cut.CutFromZooKeeper();

        await killed.KillAsync();

        var successor = await cluster.ActiveAsync(except: cut);
        await load.ServedAsync();
        await cluster.NobodyIsActiveAsync(cut);
        cut.RestoreZooKeeper();
        (await cluster.ActiveAsync()).ShouldBe(successor);
    });

    /// <summary>Scenario 11: the active is cut off for less than its session lasts.</summary>
    [Fact]
    public Task Active_stays_when_it_is_cut_off_for_a_moment() => chaos.UnderLoadAsync(async (cluster, load) =>
    {
        var active = await cluster.ActiveAsync();
        var epoch = await cluster.EpochAsync();

        active.CutFromZooKeeper();
        await Lasting.ForAsync(TimeSpan.FromMilliseconds(400));
        active.RestoreZooKeeper();

        await load.ServedAsync();
        (await cluster.EpochAsync()).ShouldBe(epoch);
    });

    /// <summary>Scenario 29: the active's link fails every half session timeout.</summary>
    [Fact]
    public Task Terms_do_not_multiply_when_the_link_of_the_active_flaps()
    {
        ChaosSettings.SkipUnlessAll();
        return chaos.UnderLoadAsync(async (cluster, load) =>
        {
            var epoch = await cluster.EpochAsync();
            var flapping = await cluster.ActiveAsync();
            const int Flaps = 10;

            for (var flap = 0; flap < Flaps; flap++)
            {
                flapping.CutFromZooKeeper();
                await Lasting.ForAsync(TimeSpan.FromSeconds(1.5));
                flapping.RestoreZooKeeper();
                await load.ServedAsync(20);
            }

            (await cluster.EpochAsync()).ShouldBeLessThanOrEqualTo(epoch + Flaps, "at most one term per flap");
        });
    }
}
