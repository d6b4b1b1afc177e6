using AtlasHa.LeaderElection.Control;

namespace AtlasHa.LeaderElection.Tests.Pure;

public sealed class SwitchoverPolicyTests
{
    private static readonly SwitchoverRequest Request = new("r", "id1", 7, "id2", "test", DateTimeOffset.UnixEpoch);

    [Theory]
    [InlineData("id1", 7L, true, false, SwitchoverPart.HandOver)]
    [InlineData("id1", 8L, true, false, SwitchoverPart.Clear)] // About an earlier term of the same instance.
    [InlineData("id1", 7L, false, false, SwitchoverPart.Clear)] // The candidate has gone: better stay.
    [InlineData("id1", 7L, true, true, SwitchoverPart.Clear)]
    [InlineData("id2", 8L, true, false, SwitchoverPart.Clear)] // Done.
    [InlineData("id3", 8L, true, false, SwitchoverPart.Clear)] // Another was faster.
    [InlineData("id1", null, true, false, SwitchoverPart.StandBack)]
    [InlineData("id3", null, true, false, SwitchoverPart.StandBack)]
    [InlineData("id2", null, true, false, SwitchoverPart.Take)]
    [InlineData("id2", null, true, true, SwitchoverPart.Clear)]
    [InlineData("id3", null, false, false, SwitchoverPart.Clear)]
    [InlineData("id3", null, true, true, SwitchoverPart.Clear)]
    public void Policy_gives_each_instance_its_part(string self, long? held, bool registered, bool late, object part)
        => SwitchoverPolicy.PartOf(Request, self, held, able: true, registered, late).ShouldBe((SwitchoverPart)part);

    [Fact]
    public void Candidate_that_cannot_take_office_gives_the_request_up()
        => SwitchoverPolicy.PartOf(Request, "id2", held: null, able: false, registered: true, late: false).ShouldBe(SwitchoverPart.Clear);

    [Fact]
    public void Nobody_has_a_part_without_a_request()
        => SwitchoverPolicy.PartOf(null, "id1", held: 7, able: true, registered: true, late: true).ShouldBe(SwitchoverPart.None);
}
