using AtlasHa.Chaos.Tests.History;

namespace AtlasHa.Chaos.Tests.Checks;

/// <summary>
/// Looks for an order of one entity's operations that explains all answers and puts no operation before one that had been answered when it was
/// invoked: Wing and Gong's search with Lowe's memory of what was tried ("Testing for linearizability", 2016). Operations of unknown outcome return
/// at the end of time and need not be ordered at all; they are tried last, because most of them are needed by no answer.
/// </summary>
internal sealed class OrderSearch
{
    private readonly Event _head;
    private readonly ulong[] _ordered;
    private readonly HashSet<Configuration> _tried = [];
    private readonly Stack<(Event Call, long State)> _steps = new();
    private readonly int _maxConfigurations;
    private int _furthest = -1;

    private OrderSearch(IReadOnlyList<RecordedOperation> operations, int maxConfigurations)
    {
        _head = Events(operations);
        _ordered = new ulong[(operations.Count / 64) + 1];
        _maxConfigurations = maxConfigurations;
    }

    /// <summary>The operation that no order could get past, after the longest attempt.</summary>
    private RecordedOperation? Culprit { get; set; }

    /// <summary>Null when there is an order, else what could not be explained.</summary>
    /// <param name="operations">All operations of one entity that were done or are of unknown outcome.</param>
    /// <param name="maxConfigurations">When that many were tried in vain the history counts as bad.</param>
    public static Violation? Run(IReadOnlyList<RecordedOperation> operations, int maxConfigurations)
    {
        var search = new OrderSearch(operations, maxConfigurations);
        if (search.FindsOrder(out var gaveUp)) return null;
        var what = gaveUp
            ? $"no order of the {operations.Count} operations of {operations[0].Key} was found among {maxConfigurations} tries; the furthest ended before"
            : $"no order explains the {operations.Count} operations of {operations[0].Key}; the longest ends before";
        return new Violation($"{what} {search.Culprit}", Around(operations, search.Culprit!));
    }

    private bool FindsOrder(out bool gaveUp)
    {
        gaveUp = false;
        var state = Register.Absent;
        var openEnded = false;
        var at = _head.Next;
        while (at is not null)
        {
            if (at.Return is null)
            {
                // Only open-ended operations return that late: all others have been ordered.
                if (at.IsOpenEnded) return true;
                if (!openEnded)
                {
                    openEnded = true;
                    at = _head.Next;
                    continue;
                }

                NoteFurthest(at.Operation);
                if (_steps.Count == 0) return false;
                (at, state) = TakeBack();
                openEnded = at.IsOpenEnded;
                at = at.Next;
            }
            else if (at.IsOpenEnded == openEnded && Register.Apply(state, at.Operation) is { } next && IsNew(at, next))
            {
                if (_tried.Count > _maxConfigurations)
                {
                    NoteFurthest(at.Operation);
                    gaveUp = true;
                    return false;
                }

                _steps.Push((at, state));
                _ordered[at.Number / 64] |= 1UL << (at.Number % 64);
                at.Lift();
                (state, openEnded, at) = (next, false, _head.Next);
            }
            else
            {
                at = at.Next;
            }
        }

        return true;
    }

    private bool IsNew(Event call, long state) => _tried.Add(Configuration.With(_ordered, call.Number, state));

    private (Event Call, long State) TakeBack()
    {
        var step = _steps.Pop();
        _ordered[step.Call.Number / 64] &= ~(1UL << (step.Call.Number % 64));
        step.Call.Unlift();
        return step;
    }

    private void NoteFurthest(RecordedOperation blocking)
    {
        if (_steps.Count <= _furthest) return;
        (_furthest, Culprit) = (_steps.Count, blocking);
    }

    private static Event Events(IReadOnlyList<RecordedOperation> operations)
    {
        var events = new List<(long Time, bool IsReturn, Event Event)>(2 * operations.Count);
        for (var i = 0; i < operations.Count; i++)
        {
            var answered = new Event(operations[i], i);
            var call = new Event(operations[i], i) { Return = answered };
            events.Add((operations[i].Invoked, false, call));
            events.Add((answered.IsOpenEnded ? long.MaxValue : operations[i].Answered, true, answered));
        }

        // At the same tick calls come first: such operations count as concurrent.
        var head = new Event(operations[0], -1);
        var last = head;
        foreach (var (_, _, next) in events.OrderBy(e => e.Time).ThenBy(e => e.IsReturn))
        {
            (last.Next, next.Previous) = (next, last);
            last = next;
        }

        return head;
    }

    private static IReadOnlyList<string> Around(IReadOnlyList<RecordedOperation> operations, RecordedOperation culprit)
        =>
        [
            .. operations.Where(o => o.Invoked <= culprit.Answered && o != culprit).OrderBy(o => o.Invoked).TakeLast(20).Select(o => $"{o}"),
            $"{culprit} <- cannot be explained",
        ];
}
