using AtlasHa.LeaderElection.Roles;

namespace AtlasHa.LeaderElection.Tests.Pure;

public sealed class StepDownRequestTests
{
    [Fact]
    public void Term_goes_on_when_work_of_an_earlier_one_asks_for_its_end()
    {
        var request = new StepDownRequest();
        request.Make(5, "a request of term 5 found the store at 6");
        request.ReasonFor(6).ShouldBeNull();
        request.ReasonFor(null).ShouldBeNull();
    }

    [Fact]
    public void Term_ends_when_a_request_of_an_earlier_one_came_after_its_own()
    {
        var request = new StepDownRequest();
        request.Make(6, "the store holds 7");
        request.Make(5, "late");
        request.ReasonFor(6).ShouldBe("the store holds 7");
    }
}
