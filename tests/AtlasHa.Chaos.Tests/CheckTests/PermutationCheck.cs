using AtlasHa.Chaos.Tests.Checks;
using AtlasHa.Chaos.Tests.History;

namespace AtlasHa.Chaos.Tests.CheckTests;

/// <summary>Linearizability by its definition: tries all orders. For a handful of operations only; the real checker is held against it.</summary>
internal static class PermutationCheck
{
    public static bool HasOrder(IReadOnlyList<RecordedOperation> operations) => HasOrder([.. operations], Register.Absent);

    private static bool HasOrder(List<RecordedOperation> left, long state)
    {
        if (left.TrueForAll(o => o.Outcome == Outcome.Unknown)) return true;
        foreach (var next in left)
        {
            if (left.Exists(o => o.Outcome == Outcome.Done && o.Answered < next.Invoked)) continue;
            if (Register.Apply(state, next) is { } after && HasOrder([.. left.Where(o => o != next)], after)) return true;
        }

        return false;
    }
}
