using AtlasHa.Chaos.Tests.Checks;
using AtlasHa.Chaos.Tests.History;
using static AtlasHa.Chaos.Tests.CheckTests.Forged;

namespace AtlasHa.Chaos.Tests.CheckTests;

/// <summary>The checks that hold the history against the store: each must find the fault that it is there for.</summary>
public sealed class StoreCheckTests
{
    private static readonly JournalRow[] TwoTerms =
        [Claim(1, "a", 1), Change(2, "a", 1, 10), Change(3, "a", 1, 11), Claim(4, "b", 2), Change(5, "b", 2, 12)];

    [Fact]
    public void Terms_one_after_the_other_are_accepted() => Terms.Check(TwoTerms).ShouldBeEmpty();

    [Fact]
    public void Write_of_a_superseded_process_is_found()
        => Terms.Check([.. TwoTerms, Change(6, "a", 2, 13)]).ShouldHaveSingleItem().What.ShouldContain("in the term of another");

    [Fact]
    public void Write_under_a_superseded_epoch_is_found() => Terms.Check([.. TwoTerms, Change(6, "b", 1, 13)]).ShouldHaveSingleItem();

    [Fact]
    public void Claim_of_no_higher_epoch_is_found()
    {
        Terms.Check([.. TwoTerms, Claim(6, "a", 2)]).ShouldHaveSingleItem().What.ShouldContain("not higher");
        Terms.Check([.. TwoTerms, Claim(6, "a", 1)]).ShouldHaveSingleItem();
    }

    [Fact]
    public void Election_and_store_must_name_the_same_instance()
    {
        Terms.Check(TwoTerms, [(1, "a"), (2, "b")]).ShouldBeEmpty();
        Terms.Check(TwoTerms, [(1, "a"), (2, "c")]).ShouldHaveSingleItem();
        Terms.Check(TwoTerms, [(2, "b"), (1, "a")]).ShouldHaveSingleItem();
    }

    [Fact]
    public void Effects_as_answered_are_accepted() => Effects.Check(
        [Create(1, 2, 10), Write(3, 4, 11).Lost(), Write(5, 6, 12).Refused(), Update(7, 8, 13, existed: false), Write(9, 10, 14).Lost()],
        [Change(1, "a", 1, 10), Change(2, "a", 1, 11)]).ShouldBeEmpty();

    [Fact]
    public void Acknowledged_write_that_never_reached_the_store_is_found() => Effects.Check([Create(1, 2, 10)], []).ShouldHaveSingleItem();

    [Fact]
    public void Write_that_took_effect_twice_is_found()
    {
        JournalRow[] twice = [Change(1, "a", 1, 10), Change(2, "b", 2, 11), Change(3, "b", 2, 10)];
        Effects.Check([Create(1, 2, 10), Write(3, 4, 11)], twice).ShouldHaveSingleItem().What.ShouldContain("2 times");
        Effects.Check([Write(1, 2, 10).Lost(), Write(3, 4, 11)], twice).ShouldHaveSingleItem();
    }

    [Fact]
    public void Refused_write_that_took_effect_is_found() => Effects.Check([Write(1, 2, 10).Refused()], [Change(1, "a", 1, 10)]).ShouldHaveSingleItem();

    [Fact]
    public void Effect_that_nobody_asked_for_is_found() => Effects.Check([], [Change(1, "a", 1, 10)]).ShouldHaveSingleItem();

    [Fact]
    public void Store_with_all_that_was_acknowledged_is_accepted() => CreatedSet.Check(
        [Create(1, 2, 1).Of("a"), Write(1, 2, 2).Lost().Of("b"), Write(1, 2, 3).Refused().Of("c"), Create(1, 2, 4).Of("d"), Delete(3, 4).Lost().Of("d")],
        new Dictionary<string, int> { ["a"] = 1, ["b"] = 1 }).ShouldBeEmpty();

    [Fact]
    public void Lost_doubled_and_unwanted_entities_are_found()
    {
        CreatedSet.Check([Create(1, 2, 1)], new Dictionary<string, int>()).ShouldHaveSingleItem().What.ShouldContain("lost");
        CreatedSet.Check([Create(1, 2, 1)], Stored(2)).ShouldHaveSingleItem().What.ShouldContain("2 times");
        CreatedSet.Check([Write(1, 2, 1).Refused()], Stored(1)).ShouldHaveSingleItem();
        CreatedSet.Check([], Stored(1)).ShouldHaveSingleItem();
    }

    private static Dictionary<string, int> Stored(int count) => new() { [Key] = count };

    private static JournalRow Claim(long sequence, string process, long epoch) => new(sequence, process, epoch, process, null, null);

    private static JournalRow Change(long sequence, string process, long epoch, long number) => new(sequence, process, epoch, null, Key, number);
}
