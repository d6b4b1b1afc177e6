using System.Net;
using AtlasHa.Chaos.Tests.Harness;

namespace AtlasHa.Chaos.Tests.Scenarios;

/// <summary>Changes of the active that somebody asked for.</summary>
public sealed class Switchovers(ChaosFixture chaos)
{
    /// <summary>Scenario 1: SIGTERM.</summary>
    [Fact]
    public Task Stopped_active_hands_over_and_exits_with_0() => chaos.UnderLoadAsync(async (cluster, load) =>
    {
        var stopped = await cluster.ActiveAsync();

        (await stopped.StopAsync()).ShouldBe(0);

        (await cluster.ActiveAsync()).ShouldNotBe(stopped);
        await load.ServedAsync();
    });

    /// <summary>Scenario 32: to a named candidate, each in turn.</summary>
    [Fact]
    public Task Named_candidate_takes_over_and_no_other() => chaos.UnderLoadAsync(async (cluster, load) =>
    {
        for (var round = 0; round < 4; round++)
        {
            var active = await cluster.ActiveAsync();
            var candidate = cluster.Instances.First(i => i != active && i != cluster.Instances[round % 3]);
            var epoch = await cluster.EpochAsync();

            var answer = await cluster.Operator.SwitchOverWhenReadyAsync(cluster.Instances[round % 3], candidate);

            answer.Status.ShouldBe(HttpStatusCode.OK, answer.Body);
            (await cluster.ActiveAsync()).ShouldBe(candidate);
            (await cluster.EpochAsync()).ShouldBe(epoch + 1);
            await load.ServedAsync(50);
        }
    });

    /// <summary>Scenario 33: to a candidate that is dead, or active already.</summary>
    [Fact]
    public Task Impossible_switchover_changes_nothing() => chaos.UnderLoadAsync(async (cluster, load) =>
    {
        var active = await cluster.ActiveAsync();
        var dead = await cluster.PassiveAsync();
        var epoch = await cluster.EpochAsync();
        (await dead.StopAsync()).ShouldBe(0);

        (await cluster.Operator.SwitchOverAsync(active, dead)).Status.ShouldBe(HttpStatusCode.Conflict);
        (await cluster.Operator.SwitchOverAsync(active, active)).Status.ShouldBe(HttpStatusCode.Conflict);

        (await cluster.EpochAsync()).ShouldBe(epoch);
        await load.ServedAsync();
    });

    /// <summary>Scenario 34: the candidate is killed in the middle of the switchover.</summary>
    [Fact]
    public Task Somebody_is_active_when_the_candidate_is_killed_during_the_switchover() => chaos.UnderLoadAsync(async (cluster, load) =>
    {
        var active = await cluster.ActiveAsync();
        var candidate = await cluster.PassiveAsync();

        var switchover = cluster.Operator.SwitchOverWhenReadyAsync(active, candidate);
        await candidate.KillAsync();

        (await switchover).Status.ShouldBeOneOf(HttpStatusCode.OK, HttpStatusCode.Conflict, HttpStatusCode.NotFound, HttpStatusCode.ServiceUnavailable);
        await cluster.ActiveAsync();
        await load.ServedAsync();
    });

    /// <summary>Scenario 35: two at once, to different candidates.</summary>
    [Fact]
    public Task One_of_two_simultaneous_switchovers_wins() => chaos.UnderLoadAsync(async (cluster, load) =>
    {
        var active = await cluster.ActiveAsync();
        var candidates = cluster.Instances.Where(i => i != active).ToArray();
        var epoch = await cluster.EpochAsync();

        var answers = await Task.WhenAll(candidates.Select(candidate => cluster.Operator.SwitchOverWhenReadyAsync(candidate, candidate)));

        var done = answers.Count(a => a.Status == HttpStatusCode.OK);
        done.ShouldBeGreaterThan(0);
        answers.ShouldAllBe(a => a.Status == HttpStatusCode.OK || a.Status == HttpStatusCode.Conflict);
        (await cluster.EpochAsync()).ShouldBe(epoch + done);
        await load.ServedAsync();
    });

    /// <summary>Scenarios 38 and 39: failover is paused; the active moves when asked by name, dies, and nobody follows until failover is resumed.</summary>
    [Fact]
    public Task Nobody_takes_over_by_itself_while_failover_is_paused() => chaos.UnderLoadAsync(async (cluster, load) =>
    {
        var first = await cluster.ActiveAsync();
        await cluster.Operator.PauseFailoverAsync(first);
        var (second, third) = cluster.Instances.Where(i => i != first).ToArray() switch { var others => (others[0], others[1]) };

        (await cluster.Operator.SwitchOverAsync(first, candidate: null)).Status.ShouldBe(HttpStatusCode.Conflict);
        (await cluster.Operator.SwitchOverWhenReadyAsync(third, second)).Status.ShouldBe(HttpStatusCode.OK);
        await second.KillAsync();
        await cluster.NobodyIsActiveAsync(asked: third);
        await cluster.NobodyIsActiveAsync(asked: first);

        await cluster.Operator.ResumeFailoverAsync();
        (await cluster.ActiveAsync()).ShouldNotBe(second);
        await load.ServedAsync();
    });
}
