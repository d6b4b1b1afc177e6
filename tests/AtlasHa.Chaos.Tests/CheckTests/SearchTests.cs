using AtlasHa.Chaos.Tests.Checks;
using AtlasHa.Chaos.Tests.History;

namespace AtlasHa.Chaos.Tests.CheckTests;

/// <summary>The search against the definition on thousands of small histories, and on large ones of a known answer.</summary>
public sealed class SearchTests
{
    [Fact]
    public void Search_agrees_with_the_definition_on_small_histories_good_and_bad()
    {
        var random = new Random(20261122);
        var (good, bad) = (0, 0);
        for (var round = 0; round < 4000; round++)
        {
            var history = SimulatedRegister.History(random, operations: 6, users: 3, unknown: 0.2);
            if (round % 2 == 1) SpoilOne(history, random);
            history.RemoveAll(o => o is { Kind: OperationKind.Read, Outcome: Outcome.Unknown });

            var expected = PermutationCheck.HasOrder(history);

            (Linearizability.Check(history).Count == 0).ShouldBe(expected, string.Join('\n', history));
            if (expected) good++;
            else bad++;
        }

        good.ShouldBeGreaterThan(500);
        bad.ShouldBeGreaterThan(500);
    }

    [Theory]
    [InlineData(5000, 8, 0.0)]
    [InlineData(5000, 8, 0.01)]
    [InlineData(500, 16, 0.1)]
    public void Long_history_of_one_correct_register_is_accepted(int operations, int users, double unknown)
        => Linearizability.Check(SimulatedRegister.History(new Random(7), operations, users, unknown)).ShouldBeEmpty();

    [Fact]
    public void One_stale_read_among_thousands_of_operations_is_found()
    {
        var history = SimulatedRegister.History(new Random(7), operations: 5000, users: 8, unknown: 0);
        var index = history.FindLastIndex(o => o is { Kind: OperationKind.Read, Seen.Existed: true });
        var earlier = history.Last(o => o.Kind == OperationKind.Write && o.Answered < history[index].Invoked - 1000);
        history[index] = history[index] with { Seen = new Observation(true, earlier.Number) };

        Linearizability.Check(history).ShouldHaveSingleItem().Evidence[^1].ShouldContain(history[index].ToString());
    }

    /// <summary>Where an answer cannot be found in bounded time the check must not pass.</summary>
    [Fact]
    public void History_that_is_too_hard_counts_as_bad()
    {
        var writes = Enumerable.Range(1, 40).Select(n => Forged.Write(1, 2, n).Lost());
        Linearizability.Check([.. writes, Forged.Read(3, 4, 99)]).ShouldHaveSingleItem();
    }

    /// <summary>Changes one answer: what a read saw, or whether the entity was there.</summary>
    private static void SpoilOne(List<RecordedOperation> history, Random random)
    {
        var answered = history.FindAll(o => o.Seen is not null);
        if (answered.Count == 0) return;
        var victim = answered[random.Next(answered.Count)];
        var seen = victim.Kind == OperationKind.Read && random.Next(2) == 0
            ? new Observation(true, random.Next(1, history.Count + 1))
            : new Observation(!victim.Seen!.Value.Existed, victim.Kind == OperationKind.Read && !victim.Seen.Value.Existed ? 1 : 0);
        history[history.IndexOf(victim)] = victim with { Seen = seen };
    }
}
