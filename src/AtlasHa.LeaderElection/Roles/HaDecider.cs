using AtlasHa.LeaderElection.Latch;
using AtlasHa.LeaderElection.Nodes;

namespace AtlasHa.LeaderElection.Roles;

/// <summary>The whole policy of the election: from what is seen to what is done. Pure; the loop executes.</summary>
internal static class HaDecider
{
    public static HaAction Decide(HaObservation seen) => seen.Office switch
    {
        OfficePhase.Entering => WhileEntering(seen),
        OfficePhase.Held => WhileHeld(seen),
        OfficePhase.Leaving => WhileLeaving(seen),
        _ => WhileVacant(seen),
    };

    private static HaAction WhileEntering(HaObservation seen)
        => Lost(seen) is { } lost ? new(HaStep.CutTerm, lost)
        : seen.Stopping ? new(HaStep.CutTerm, "the instance stops")
        : seen.StepDown is { } reason ? new(HaStep.CutTerm, reason)
        : new(HaStep.Wait, "taking office");

    private static HaAction WhileHeld(HaObservation seen)
    {
        if (Lost(seen) is { } lost)
            return new(HaStep.Demote, lost);
        if (seen.TermCut)
            return new(HaStep.Demote, "the term was cut while it was being published");
        if (seen.Stopping)
            return new(HaStep.HandOver, "the instance stops");
        if (seen.StepDown is { } reason)
            return new(HaStep.HandOver, reason);

        // Without contact nobody else can be told apart from nobody at all. The store referees every write, so the term goes on.
        if (seen.Contact == Contact.None)
            return new(HaStep.Wait, "in office, out of contact");
        if (!seen.HoldsAddress || seen.Registration == Registration.Missing)
            return new(HaStep.PublishAgain, "the nodes of the term were removed or overwritten");
        return new(HaStep.Wait, "in office");
    }

    private static HaAction WhileLeaving(HaObservation seen)
        => Lost(seen) is { } lost ? new(HaStep.CutTerm, lost) : new(HaStep.Wait, "leaving office");

    private static HaAction WhileVacant(HaObservation seen)
    {
        if (seen.Stopping)
            return new(HaStep.EndSession, "the instance stops");
        if (seen.Contact == Contact.Ended)
            return new(HaStep.EndSession, "the session is over");
        if (seen.Contact == Contact.None)
            return new(HaStep.Wait, "out of contact");

        var queued = seen.Latch != LatchPosition.Out;
        if (seen.Registration != Registration.Ours && queued)
            return new(HaStep.LeaveQueue, "the registration is gone");
        if (seen.Registration == Registration.Missing)
            return new(HaStep.Register, "the instance is not registered");
        if (seen.Registration == Registration.Taken)
            return new(HaStep.Wait, "another session holds this instance's id");
        var obstacle = !seen.Eligible ? "a handler of an earlier term still runs" : seen.BackingOff ? "pausing after a failure" : null;
        if (obstacle is not null)
            return new(queued ? HaStep.LeaveQueue : HaStep.Wait, obstacle);
        if (!queued)
            return new(HaStep.JoinQueue, "the instance is no candidate yet");
        return seen.Latch == LatchPosition.First ? new(HaStep.TakeOffice, "first in the queue") : new(HaStep.Wait, "another is first in the queue");
    }

    /// <summary>Why leadership is gone for certain, or null.</summary>
    private static string? Lost(HaObservation seen) => seen switch
    {
        { Contact: Contact.Ended } => "the session is over",
        { Contact: Contact.Connected, Latch: not LatchPosition.First } => "the latch node is gone",
        { Contact: Contact.Connected, Registration: Registration.Taken } => "another session holds this instance's id",
        _ => null,
    };
}
