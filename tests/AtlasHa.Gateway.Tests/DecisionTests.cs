using AtlasHa.Gateway.Routing;
using AtlasHa.LeaderElection;

namespace AtlasHa.Gateway.Tests;

/// <summary>The redirect table of the design, row by row.</summary>
public sealed class DecisionTests
{
    [Fact]
    public void Active_serves() => Decision.For(Views.ActiveHere()).Verdict.ShouldBe(Verdict.Serve);

    [Fact]
    public void Passive_redirects_to_the_registered_url()
    {
        var decision = Decision.For(Views.ActiveElsewhere());
        decision.Verdict.ShouldBe(Verdict.Redirect);
        decision.Target.ShouldBe(new Uri(Views.OtherUrl));
    }

    [Theory]
    [InlineData(RoleState.BecomingActive, true)]
    [InlineData(RoleState.BecomingActive, false)]
    [InlineData(RoleState.BecomingPassive, true)]
    [InlineData(RoleState.BecomingPassive, false)]
    [InlineData(RoleState.Passive, false)]
    public void Request_is_held_while_the_role_changes_or_nobody_is_active(RoleState role, bool otherActive)
        => Decision.For(Views.Of(role, otherActive)).Verdict.ShouldBe(Verdict.Hold);

    [Fact]
    public void Passive_never_redirects_to_itself() => Decision.For(Views.JustLeft()).Verdict.ShouldBe(Verdict.Hold);

    [Fact]
    public void Active_whose_term_has_ended_does_not_serve()
    {
        var ended = Views.ActiveHere() with { Term = new Term(1, new CancellationToken(canceled: true)) };
        Decision.For(ended).Verdict.ShouldBe(Verdict.Hold);
    }

    [Theory]
    [InlineData("GET", 302)]
    [InlineData("HEAD", 302)]
    [InlineData("POST", 307)]
    [InlineData("PUT", 307)]
    [InlineData("DELETE", 307)]
    [InlineData("PATCH", 307)]
    [InlineData("OPTIONS", 307)]
    public void Redirect_keeps_method_and_body(string method, int status) => Decision.RedirectStatus(method).ShouldBe(status);
}
