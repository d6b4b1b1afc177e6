using AtlasHa.LeaderElection.Latch;

namespace AtlasHa.LeaderElection.Tests.Pure;

public sealed class LatchNodeTests
{
    [Theory]
    [InlineData("_c_6f1e5e3c-1f0b-4a77-8df5-0a5b0c0d0e0f-latch-0000000042", 42)]
    [InlineData("latch-0000000007", 7)]
    [InlineData("_c_x-latch-2147483647", int.MaxValue)]
    [InlineData("_c_x-latch--2147483648", int.MinValue)]
    public void LatchNode_reads_the_sequence_as_a_number(string name, int sequence) => LatchNode.Parse(name)!.Value.Sequence.ShouldBe(sequence);

    [Theory]
    [InlineData("lock-0000000001")]
    [InlineData("latch-")]
    [InlineData("latch-abc")]
    [InlineData("latch-99999999999")]
    [InlineData("")]
    public void LatchNode_is_null_when_the_name_is_no_place_in_the_queue(string name) => LatchNode.Parse(name).ShouldBeNull();

    [Fact]
    public void Predecessor_is_the_nearest_lower_sequence_whatever_the_guids_sort_like()
    {
        var own = LatchNode.Parse("_c_aaa-latch-0000000010")!.Value;
        string[] queue = ["_c_zzz-latch-0000000002", "_c_aaa-latch-0000000010", "_c_bbb-latch-0000000009", "_c_000-latch-0000000011", "foreign"];
        LatchNode.Predecessor(own, queue)!.Value.Sequence.ShouldBe(9);
    }

    [Fact]
    public void Predecessor_is_null_for_the_first() =>
        LatchNode.Predecessor(LatchNode.Parse("latch-0000000002")!.Value, ["latch-0000000002", "latch-0000000003"]).ShouldBeNull();

    [Fact]
    public void Predecessor_is_right_across_the_overflow_of_the_counter()
    {
        string[] queue = ["latch--2147483648", "latch-2147483647", "latch--2147483647"];
        LatchNode.Predecessor(LatchNode.Parse("latch--2147483648")!.Value, queue)!.Value.Sequence.ShouldBe(int.MaxValue);
        LatchNode.Predecessor(LatchNode.Parse("latch-2147483647")!.Value, queue).ShouldBeNull();
    }
}
