using AtlasHa.Catalog.Answers;

namespace AtlasHa.Catalog.Tests.Answers;

/// <summary>From when to when an answer counts as changed.</summary>
public sealed class ChangeMarksTests
{
    private readonly ChangeMarks _marks = new();

    [Fact]
    public void What_nobody_changed_is_unchanged() => IsUnchanged("a", 0).ShouldBeTrue();

    [Fact]
    public void Change_counts_from_before_its_commit_for_what_it_touches_alone()
    {
        _marks.Begin(Of("a"));

        IsUnchanged("a", _marks.Now).ShouldBeFalse();
        IsUnchanged("b", _marks.Now).ShouldBeTrue();
    }

    [Fact]
    public void What_was_read_before_the_end_of_a_commit_stays_changed_and_what_was_read_after_it_is_unchanged()
    {
        var before = _marks.Now;
        _marks.Begin(Of("a"));
        var during = _marks.Now;
        _marks.End(Of("a"));
        var after = _marks.Now;

        IsUnchanged("a", before).ShouldBeFalse();
        IsUnchanged("a", during).ShouldBeFalse();
        IsUnchanged("a", after).ShouldBeTrue();
        IsUnchanged("b", before).ShouldBeTrue();
    }

    [Fact]
    public void Change_of_unknown_reach_changes_everything()
    {
        var before = _marks.Now;
        var everything = new Footprint();
        everything.AddEverything();
        _marks.Begin(everything);
        IsUnchanged("anything", _marks.Now).ShouldBeFalse();

        _marks.End(everything);

        IsUnchanged("anything", before).ShouldBeFalse();
        IsUnchanged("anything", _marks.Now).ShouldBeTrue();
    }

    private bool IsUnchanged(string guid, long since) => _marks.AreUnchanged([.. Of(guid).Stripes], since);

    private static Footprint Of(string guid)
    {
        var footprint = new Footprint();
        footprint.Add(guid);
        return footprint;
    }
}
