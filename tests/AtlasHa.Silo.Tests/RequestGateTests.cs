using AtlasHa.Catalog.Model.Cluster;
using AtlasHa.Silo.Terms;
using AtlasHa.TestKit;

namespace AtlasHa.Silo.Tests;

/// <summary>Requests are let in only during a term, and leaving waits for those inside, but not for ever.</summary>
public sealed class RequestGateTests
{
    [Fact]
    public void Closed_gate_lets_nobody_in() => Should.Throw<NotActiveException>(() => new RequestGate().Enter());

    [Fact]
    public async Task Closing_waits_for_the_request_inside_and_lets_nobody_else_in()
    {
        await using var term = await OpenTerm.NewAsync();
        var inside = term.Gate.Enter();
        term.Gate.InFlight.ShouldBe(1);

        var closing = term.Gate.CloseAsync(CancellationToken.None);

        closing.IsCompleted.ShouldBeFalse();
        Should.Throw<NotActiveException>(() => term.Gate.Enter());
        inside.CutOff.IsCancellationRequested.ShouldBeFalse();
        inside.Dispose();
        await Eventually.DoneAsync("the gate is closed", closing);
        term.Gate.InFlight.ShouldBe(0);
    }

    [Fact]
    public async Task Request_still_inside_at_the_deadline_is_cut_off()
    {
        await using var term = await OpenTerm.NewAsync();
        using var inside = term.Gate.Enter();
        using var deadline = new CancellationTokenSource();
        var closing = term.Gate.CloseAsync(deadline.Token);

        await deadline.CancelAsync();

        await Eventually.DoneAsync("the gate is closed", closing);
        inside.CutOff.IsCancellationRequested.ShouldBeTrue();
    }

    [Fact]
    public async Task Request_of_an_earlier_term_does_not_count_in_the_next()
    {
        await using var first = await OpenTerm.NewAsync();
        var late = first.Gate.Enter();
        await first.Gate.CloseAsync(new CancellationToken(canceled: true));
        first.Gate.Open(new LeaderElection.Term(2, CancellationToken.None), late.Catalog);
        using var fresh = first.Gate.Enter();

        late.Dispose();

        first.Gate.InFlight.ShouldBe(1);
        fresh.Epoch.ShouldBe(2);
    }
}
