using AtlasHa.Chaos.Tests.Checks;
using AtlasHa.Chaos.Tests.History;
using static AtlasHa.Chaos.Tests.CheckTests.Forged;

namespace AtlasHa.Chaos.Tests.CheckTests;

/// <summary>The checker must accept what a correct service can answer, and find each way in which a wrong one can be wrong.</summary>
public sealed class LinearizabilityTests
{
    [Fact]
    public void Sequence_of_all_operations_is_accepted() => Accepted(
        Read(1, 2, null), Create(3, 4, 1), Read(5, 6, 1), Update(7, 8, 2), Read(9, 10, 2), Write(11, 12, 3), Delete(13, 14), Read(15, 16, null),
        Update(17, 18, 4, existed: false), Delete(19, 20, existed: false), Create(21, 22, 5), Read(23, 24, 5));

    [Fact]
    public void Concurrent_writes_may_take_effect_in_either_order()
    {
        Accepted(Create(1, 2, 1), Write(3, 10, 2), Write(3, 10, 3), Read(11, 12, 2), Read(13, 14, 2));
        Accepted(Create(1, 2, 1), Write(3, 10, 2), Write(3, 10, 3), Read(11, 12, 3));
    }

    [Fact]
    public void Concurrent_read_may_see_the_state_before_or_after()
    {
        Accepted(Create(1, 2, 1), Write(3, 10, 2), Read(4, 9, 1), Read(11, 12, 2));
        Accepted(Create(1, 2, 1), Write(3, 10, 2), Read(4, 5, 2), Read(6, 9, 2));
    }

    [Fact]
    public void Unknown_write_may_take_effect_at_once_late_or_never()
    {
        Accepted(Create(1, 2, 1), Write(3, 4, 2).Lost(), Read(5, 6, 2));
        Accepted(Create(1, 2, 1), Write(3, 4, 2).Lost(), Read(5, 6, 1), Write(7, 8, 3), Read(9, 10, 2), Read(11, 12, 2));
        Accepted(Create(1, 2, 1), Write(3, 4, 2).Lost(), Read(5, 6, 1), Read(7, 8, 1));
    }

    [Fact]
    public void Unknown_deletion_and_creation_explain_what_is_there()
    {
        Accepted(Create(1, 2, 1), Delete(3, 4).Lost(), Read(5, 6, 1), Read(7, 8, null));
        Accepted(Write(1, 2, 1).Lost(), Delete(3, 4), Read(5, 6, null));
        Accepted(Delete(1, 2).Lost(), Create(3, 4, 1), Read(5, 6, null), Create(7, 8, 2));
    }

    [Fact]
    public void Entities_are_registers_of_their_own() => Accepted(Create(1, 2, 1).Of("a"), Create(3, 4, 2).Of("b"), Read(5, 6, 1).Of("a"), Read(7, 8, null).Of("c"));

    [Fact]
    public void Refused_operation_explains_nothing()
    {
        Accepted(Create(1, 2, 1), Write(3, 4, 2).Refused(), Read(5, 6, 1));
        Found(Create(1, 2, 1), Write(3, 4, 2).Refused(), Read(5, 6, 2));
    }

    [Fact]
    public void Stale_read_is_found() => Found(Create(1, 2, 1), Write(3, 4, 2), Read(5, 6, 1));

    [Fact]
    public void Lost_write_is_found() => Found(Create(1, 2, 1), Write(3, 4, 2), Write(5, 6, 3), Read(7, 8, 2));

    [Fact]
    public void Lost_creation_is_found() => Found(Create(1, 2, 1), Read(3, 4, null));

    [Fact]
    public void Number_that_nobody_wrote_is_found() => Found(Create(1, 2, 1), Read(3, 4, 7));

    [Fact]
    public void Number_read_before_it_was_written_is_found() => Found(Create(1, 2, 1), Read(3, 4, 2), Write(5, 6, 2));

    [Fact]
    public void Second_effect_of_one_write_is_found() => Found(Create(1, 2, 1), Write(3, 4, 2), Read(5, 6, 2), Write(7, 8, 3), Read(9, 10, 3), Read(11, 12, 2));

    [Fact]
    public void Second_effect_of_one_unknown_write_is_found()
        => Found(Create(1, 2, 1), Write(3, 4, 2).Lost(), Read(5, 6, 2), Write(7, 8, 3), Read(9, 10, 3), Read(11, 12, 2), Write(13, 14, 4), Read(15, 16, 4), Read(17, 18, 2));

    /// <summary>Two users see two concurrent writes in different orders: no clock of one user alone would show it.</summary>
    [Fact]
    public void Inversion_between_two_users_is_found()
        => Found(Create(1, 2, 1), Write(3, 10, 2), Write(3, 10, 3), Read(4, 5, 2), Read(6, 7, 3), Read(11, 12, 2));

    [Fact]
    public void New_then_old_is_found_although_the_write_is_still_under_way() => Found(Create(1, 2, 1), Write(3, 20, 2), Read(4, 5, 2), Read(6, 7, 1));

    [Fact]
    public void Two_creations_without_a_deletion_between_are_found() => Found(Create(1, 2, 1), Create(3, 4, 2));

    [Fact]
    public void Deletion_that_came_back_is_found() => Found(Create(1, 2, 1), Delete(3, 4), Read(5, 6, 1));

    [Fact]
    public void Deletion_answered_twice_is_found() => Found(Create(1, 2, 1), Delete(3, 4), Delete(5, 6));

    [Fact]
    public void Update_of_what_is_not_there_is_found() => Found(Update(1, 2, 1), Read(3, 4, 1));

    [Fact]
    public void Update_that_found_nothing_although_it_was_there_is_found() => Found(Create(1, 2, 1), Update(3, 4, 2, existed: false));

    [Fact]
    public void Violation_shows_the_operation_that_cannot_be_explained()
    {
        var stale = Read(5, 6, 1);
        var violation = Linearizability.Check([Create(1, 2, 1), Write(3, 4, 2), stale]).ShouldHaveSingleItem();
        violation.What.ShouldContain(Key);
        violation.Evidence[^1].ShouldContain(stale.ToString());
    }

    private static void Accepted(params RecordedOperation[] history) => Linearizability.Check(history).ShouldBeEmpty();

    private static void Found(params RecordedOperation[] history) => Linearizability.Check(history).Count.ShouldBe(1);
}
