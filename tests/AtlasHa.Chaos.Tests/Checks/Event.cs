using AtlasHa.Chaos.Tests.History;

namespace AtlasHa.Chaos.Tests.Checks;

/// <summary>The call or the return of an operation, in a list of what has not been put in order yet.</summary>
internal sealed class Event(RecordedOperation operation, int number)
{
    public RecordedOperation Operation { get; } = operation;

    /// <summary>Position of the operation in the history.</summary>
    public int Number { get; } = number;

    /// <summary>The return that belongs to this call; null when this is a return.</summary>
    public Event? Return { get; init; }

    public Event? Previous { get; set; }

    public Event? Next { get; set; }

    public bool IsOpenEnded => Operation.Outcome == Outcome.Unknown;

    /// <summary>Takes this call and its return out of the list.</summary>
    public void Lift()
    {
        Unlink(this);
        Unlink(Return!);
    }

    /// <summary>Undoes <see cref="Lift"/>; calls are put back in the reverse order of being lifted.</summary>
    public void Unlift()
    {
        Relink(Return!);
        Relink(this);
    }

    private static void Unlink(Event node)
    {
        node.Previous!.Next = node.Next;
        node.Next?.Previous = node.Previous;
    }

    private static void Relink(Event node)
    {
        node.Previous!.Next = node;
        node.Next?.Previous = node;
    }
}
