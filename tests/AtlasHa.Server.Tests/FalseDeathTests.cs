using AtlasHa.TestKit.Cluster;

namespace AtlasHa.Server.Tests;

/// <summary>
/// Scenarios 52 and 53 of the failure list: Orleans takes a living silo for dead. The sessions last half a minute, so what moves the service at
/// once is that the accused leaves in order.
/// </summary>
public sealed class FalseDeathTests : ClusterTest
{
    private const int DeclaredDead = 3;

    protected override TimeSpan? SessionTimeout => TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Active_that_Orleans_declares_dead_hands_over_before_its_process_ends()
    {
        await using var load = EntityLoad.Start(Client);
        await load.MoreAsync(20);
        var accused = await Cluster.ActiveAsync();
        var epoch = (long)(await Cluster.StatusAsync(accused))!["epoch"]!;

        await FalseAccusation.DeclareDeadAsync(Cluster, accused);

        (await accused.ExitedAsync()).ShouldBe(DeclaredDead, accused.Output);
        accused.Output.ShouldContain("leaves office");
        accused.Output.ShouldNotContain("did not stop within");
        var successor = await Cluster.ActiveAsync(accused.Settings.InstanceId);
        await load.MoreAsync(20);
        var history = (await Client.SendAsync(HttpMethod.Get, "/api/atlas/admin/history")).Json;
        var change = history["changes"]!.AsArray().Single(c => (long)c!["epoch"]! > epoch)!;
        ((string?)change["from"], (string?)change["to"]).ShouldBe((accused.Settings.InstanceId, successor.Settings.InstanceId), history.ToJsonString());
        ((string?)change["reason"]).ShouldNotBeNull().ShouldContain("Orleans cannot go on in this process", Case.Sensitive, history.ToJsonString());
        Cluster.Diagnosis().ShouldNotContain("Crash of", Case.Sensitive, "its peers have seen it leave, not die");

        await Cluster.RestartAsync(accused.Settings.InstanceId);
        await load.MoreAsync(20);
        await NothingIsWrongAsync(load);
        (await Cluster.ActiveAsync()).ShouldBe(successor, "the restarted one joins as a passive");
    }

    [Fact]
    public async Task Passive_that_Orleans_declares_dead_ends_and_nobody_notices()
    {
        await using var load = EntityLoad.Start(Client);
        var active = await Cluster.ActiveAsync();
        var accused = await Cluster.PassiveAsync();

        await FalseAccusation.DeclareDeadAsync(Cluster, accused);

        (await accused.ExitedAsync()).ShouldBe(DeclaredDead, accused.Output);
        await load.MoreAsync(20);
        await NothingIsWrongAsync(load);
        (await Cluster.ActiveAsync()).ShouldBe(active);
    }
}
