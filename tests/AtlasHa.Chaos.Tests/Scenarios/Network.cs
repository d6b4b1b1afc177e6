using AtlasHa.Chaos.Tests.Harness;

namespace AtlasHa.Chaos.Tests.Scenarios;

/// <summary>Hosts that do not hear of each other, and are not told so. Needs network namespaces.</summary>
public sealed class Network(ChaosFixture chaos)
{
    /// <summary>Scenarios 24 and 53: the active's host loses its peers; ZooKeeper and users still reach it. A silent peer proves nothing, so it stays.</summary>
    [Fact]
    public Task Active_stays_when_only_its_peers_lose_it_for_a_while() => chaos.UnderLoadAsync(
        async (cluster, load) =>
        {
            var epoch = await cluster.EpochAsync();

            cluster.Network!.CutFromPeers((await cluster.ActiveAsync()).Host!);
            await Lasting.ForAsync(TimeSpan.FromSeconds(5));
            await load.ServedAsync();
            cluster.Network.Restore();

            (await cluster.EpochAsync()).ShouldBe(epoch);
            await load.ServedAsync();
        },
        onHosts: true);

    /// <summary>Scenarios 23, 24 and 27: the active's host loses users, peers and ZooKeeper at once, and comes back when another is active.</summary>
    [Fact]
    public Task Another_takes_over_when_the_host_of_the_active_is_cut_off() => chaos.UnderLoadAsync(
        async (cluster, load) =>
        {
            var cut = await cluster.ActiveAsync();
            cluster.Network!.CutOff(cut.Host!);

            var successor = await cluster.ActiveAsync(except: cut);
            await load.ServedAsync();
            cluster.Network.Restore();

            (await cluster.ActiveAsync()).ShouldBe(successor);
            await load.ServedAsync();
        },
        onHosts: true);

    /// <summary>Scenario 27: one host after the other does not hear what the next one sends (a ring that is cut one way), for longer than Orleans' patience.</summary>
    [Fact]
    public Task One_is_active_after_one_way_losses_around_the_ring()
    {
        ChaosSettings.SkipUnlessAll();
        return chaos.UnderLoadAsync(
            async (cluster, load) =>
            {
                var hosts = cluster.Network!.Hosts;
                for (var i = 0; i < hosts.Count; i++)
                {
                    hosts[i].Lose(hosts[(i + 1) % hosts.Count].Address);
                    await Lasting.ForAsync(TimeSpan.FromSeconds(20));
                }

                await Lasting.ForAsync(TimeSpan.FromSeconds(40));
                await cluster.HealAsync();
                await load.ServedAsync();
            },
            onHosts: true);
    }

    /// <summary>Scenario 28, the losses: each host loses 30 % of the packets that reach it.</summary>
    [Fact]
    public Task Terms_do_not_multiply_when_every_third_packet_is_lost()
    {
        ChaosSettings.SkipUnlessAll();
        return chaos.UnderLoadAsync(
            async (cluster, load) =>
            {
                var epoch = await cluster.EpochAsync();

                foreach (var host in cluster.Network!.Hosts) host.LosePart(0.3);
                await Lasting.ForAsync(TimeSpan.FromSeconds(30));
                await cluster.HealAsync();

                (await cluster.EpochAsync()).ShouldBeLessThanOrEqualTo(epoch + 10, "about one term per session timeout would be flapping");
                await load.ServedAsync();
            },
            onHosts: true);
    }
}
