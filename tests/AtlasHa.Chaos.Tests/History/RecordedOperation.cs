namespace AtlasHa.Chaos.Tests.History;

/// <summary>One request of one user, from invocation to answer.</summary>
/// <param name="User">Number of the user. A user does one thing after the other.</param>
/// <param name="Key">Qualified name of the entity.</param>
/// <param name="Number">The number that a write or an update sets: positive, and never set twice in a history.</param>
/// <param name="Invoked">Monotonic time (stopwatch ticks) before the first byte was sent.</param>
/// <param name="Answered">Monotonic time after the last byte was received, or when the user gave up.</param>
/// <param name="Seen">Null unless the outcome is <see cref="Outcome.Done"/>.</param>
internal sealed record RecordedOperation(
    int User, string Key, OperationKind Kind, long Number, long Invoked, long Answered, Outcome Outcome, Observation? Seen)
{
    /// <summary>Whether the operation may have changed the entity.</summary>
    public bool MayHaveEffect => Kind != OperationKind.Read && Outcome != Outcome.Refused;

    public override string ToString()
    {
        var asked = Kind is OperationKind.Write or OperationKind.Update ? $"{Kind} {Number}" : $"{Kind}";
        var answer = Seen switch
        {
            null => $"{Outcome}",
            { Existed: false } => "was not there",
            { Number: > 0 and var number } => $"was {number}",
            _ => "was there",
        };
        return $"[{Invoked}..{(Outcome == Outcome.Unknown ? "" : Answered)}] user {User}: {asked} of {Key} -> {answer}";
    }
}
