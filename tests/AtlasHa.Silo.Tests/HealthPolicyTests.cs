using AtlasHa.Silo.Health;

namespace AtlasHa.Silo.Tests;

/// <summary>Who hands over when its store fails: only one that another can replace.</summary>
public sealed class HealthPolicyTests
{
    private static readonly HealthObservation Ill = new(
        "the store does not answer", "the store does not answer", Coordinated: true, Paused: false, PauseLeft: TimeSpan.Zero, [new("id2", null)]);

    [Fact]
    public void Ill_active_hands_over_when_another_is_fine()
        => HealthPolicy.Decide(Ill).ShouldBe(new HealthDecision(StepsDown: true, "ill health: the store does not answer"));

    [Fact]
    public void One_fine_instance_is_enough()
        => HealthPolicy.Decide(Ill with { Peers = [new("id2", "disk full"), new("id3", null)] }).StepsDown.ShouldBeTrue();

    [Fact]
    public void Ill_active_stays_when_nobody_can_do_better_and_says_why()
        => Stays(Ill with { Peers = [new("id2", "disk full"), new("id3", "no heartbeat within 2 s")] }, "id2: disk full; id3: no heartbeat within 2 s");

    [Fact]
    public void Ill_active_stays_when_it_is_alone() => Stays(Ill with { Peers = [] }, "no other instance is registered");

    [Fact]
    public void Ill_active_stays_when_only_its_requests_fail() => Stays(Ill with { Finding = null }, "switchover");

    [Fact]
    public void Ill_active_stays_without_coordination() => Stays(Ill with { Coordinated = false }, "ZooKeeper cannot be reached");

    [Fact]
    public void Ill_active_stays_while_failover_is_paused() => Stays(Ill with { Paused = true }, "automatic failover is paused");

    [Fact]
    public void Ill_active_stays_while_the_pause_after_an_earlier_step_down_lasts()
        => Stays(Ill with { PauseLeft = TimeSpan.FromSeconds(12.3) }, "in 13 s at the earliest");

    private static void Stays(HealthObservation seen, string because)
    {
        var decision = HealthPolicy.Decide(seen);
        decision.StepsDown.ShouldBeFalse();
        decision.Because.ShouldStartWith("ill health: the store does not answer; stays in office: ");
        decision.Because.ShouldContain(because);
    }
}
