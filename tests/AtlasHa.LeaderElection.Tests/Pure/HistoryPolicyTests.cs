using AtlasHa.LeaderElection.History;
using AtlasHa.LeaderElection.Nodes;

namespace AtlasHa.LeaderElection.Tests.Pure;

public sealed class HistoryPolicyTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly TermPhases Phases = new(TimeSpan.FromMilliseconds(1.23), TimeSpan.FromMilliseconds(4), TimeSpan.FromMilliseconds(0.5));

    [Fact]
    public void First_term_follows_nobody()
        => Describe([], note: null).ShouldBe(new TermChange(7, null, "id2", "first election", Now, 1.2, 4, 0.5, null));

    [Fact]
    public void Term_that_was_left_in_order_ended_for_the_reason_that_its_holder_noted()
        => Describe([Change(5, "id1")], new LeaveNote(5, "id1", "the instance stops"))
            .ShouldBe(new TermChange(7, "id1", "id2", "the instance stops", Now, 1.2, 4, 0.5, 40));

    [Theory]
    [InlineData(4L)] // Of an earlier term.
    [InlineData(5L)] // Of the last term, but about another than its holder: a crash noticed late.
    [InlineData(7L)] // Of this term: written while it was being recorded.
    [InlineData(null)]
    public void Term_of_which_nobody_left_a_note_ended_with_its_session(long? noted)
    {
        var change = Describe([Change(4, "id3"), Change(5, "id1")], noted is { } epoch ? new LeaveNote(epoch, "id3", "x") : null);
        (change.From, change.Reason, change.GapMs).ShouldBe(("id1", "the session of id1 ended", null));
    }

    [Fact]
    public void Note_of_a_term_that_could_not_be_recorded_counts()
        => Describe([Change(4, "id3")], new LeaveNote(6, "id1", "x")).From.ShouldBe("id1");

    [Fact]
    public void Long_reasons_are_cut()
        => Describe([], new LeaveNote(6, "id1", new string('x', 10_000))).Reason.Length.ShouldBe(300);

    [Fact]
    public void History_is_bounded_sorted_and_has_each_epoch_once()
    {
        IReadOnlyList<TermChange> history = [];
        for (var epoch = 1; epoch <= 150; epoch++)
            history = HistoryPolicy.Append(history, Change(epoch, "id1"));
        history = HistoryPolicy.Append(history, Change(120, "again"));

        history.Select(change => change.Epoch).ShouldBe(Enumerable.Range(51, 100).Select(epoch => (long)epoch));
        history.Single(change => change.Epoch == 120).To.ShouldBe("again");
        NodeData.Encode(HistoryPolicy.Append(history, Change(151, "id1") with { Reason = new string('x', 300) })).Length.ShouldBeLessThan(1 << 19, "it must fit into one node");
    }

    [Theory]
    [InlineData("no JSON")]
    [InlineData("{}")]
    [InlineData("[null]")]
    [InlineData("""[{"epoch":1}]""")]
    public void History_that_is_none_is_not_believed(string text) => NodeData.DecodeHistory(NodeData.Encode(text)).ShouldBeNull();

    private static TermChange Describe(IReadOnlyList<TermChange> history, LeaveNote? note)
        => HistoryPolicy.Describe(history, note, Now - TimeSpan.FromMilliseconds(40), (7, "id2"), Now, Phases);

    private static TermChange Change(long epoch, string to) => new(epoch, null, to, "a test", Now, 1, 2, 3, null);
}
