using AtlasHa.LeaderElection.Control;
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
        OfficePhase.Adrift => WhileAdrift(seen),
        OfficePhase.Leaving => WhileLeaving(seen),
        _ => WhileVacant(seen),
    };

    /// <summary>True when nothing but those before it in the queue keep this instance from taking office.</summary>
    public static bool MayFollow(HaObservation seen)
        => seen is { Office: OfficePhase.Vacant, Stopping: false, Contact: Contact.Connected, Registration: Registration.Ours, Latch: LatchPosition.Waiting }
            && seen.Orders is { Switchover: SwitchoverPart.None, Paused: false }
            && Obstacle(seen) is null;

    private static HaAction WhileEntering(HaObservation seen)
        => LostOrOver(seen) is { } lost ? new(HaStep.CutTerm, lost)
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

        // That says nothing of who leads: the next session will find out.
        if (seen.Contact == Contact.Ended)
            return new(HaStep.EndSession, "in office, the session is over");

        // Without contact nobody else can be told apart from nobody at all. The store referees every write, so the term goes on.
        if (seen.Contact == Contact.None)
            return new(HaStep.Wait, "in office, out of contact");
        if (!seen.HoldsAddress || seen.Registration == Registration.Missing)
            return new(HaStep.PublishAgain, "the nodes of the term were removed or overwritten");
        return seen.Orders.Switchover switch
        {
            SwitchoverPart.HandOver => new(HaStep.HandOver, $"switchover to {seen.Orders.Request?.To}, asked for by {seen.Orders.Request?.RequestedBy}"),
            SwitchoverPart.Clear => new(HaStep.ClearSwitchover, "the switchover is done or void"),
            _ => new(HaStep.Wait, "in office"),
        };
    }

    private static HaAction WhileAdrift(HaObservation seen)
    {
        if (seen.TermCut)
            return new(HaStep.Demote, "the term was cut");
        if (seen.Stopping)
            return new(HaStep.HandOver, "the instance stops");
        if (seen.StepDown is { } reason)
            return new(HaStep.HandOver, reason);
        if (seen.Contact == Contact.Ended)
            return new(HaStep.EndSession, "in office, another session is over");
        if (seen.Contact == Contact.None)
            return new(HaStep.Wait, "in office without a session");
        if (seen.Claim == TermClaim.Behind)
            return new(HaStep.Demote, "another came first after the session was lost");
        if (seen.Claim == TermClaim.Superseded)
            return new(HaStep.Demote, "a higher epoch was raised after the session was lost");
        if (seen.Registration == Registration.Missing)
            return new(HaStep.Register, "the instance is not registered");
        if (seen.Registration == Registration.Taken)
            return new(HaStep.Wait, "in office, but another session holds this instance's id");
        if (seen.Latch == LatchPosition.Out)
            return new(HaStep.JoinQueue, "in office with a new session");
        return seen is { Latch: LatchPosition.First, Claim: TermClaim.Free }
            ? new(HaStep.Resume, "first in the queue, and the term is still the last")
            : new(HaStep.Wait, "in office, waiting to be first in the queue");
    }

    private static HaAction WhileLeaving(HaObservation seen)
        => LostOrOver(seen) is { } lost ? new(HaStep.CutTerm, lost) : new(HaStep.Wait, "leaving office");

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
        if (seen.Orders.Switchover == SwitchoverPart.Clear)
            return new(HaStep.ClearSwitchover, "the switchover is void");
        var obstacle = Obstacle(seen);
        if (obstacle is not null)
            return new(queued ? HaStep.LeaveQueue : HaStep.Wait, obstacle);
        if (!queued && seen.LastActiveGoesFirst)
            return new(HaStep.Wait, "the last active instance goes first after an outage");
        if (!queued)
            return new(HaStep.JoinQueue, "the instance is no candidate yet");
        if (seen.Latch != LatchPosition.First)
            return new(HaStep.Wait, "another is first in the queue");
        if (seen.Orders.Switchover == SwitchoverPart.Take)
            return new(HaStep.TakeOffice, "the candidate of a switchover, first in the queue");
        if (seen.Orders.Paused)
            return new(HaStep.Wait, "first in the queue, but automatic failover is paused");
        return seen.Orders.Outranked
            ? new(HaStep.LetPass, "a candidate of a higher priority is in the queue")
            : new(HaStep.TakeOffice, "first in the queue");
    }

    /// <summary>Why this instance may not be in the queue, or null.</summary>
    private static string? Obstacle(HaObservation seen)
        => seen.Orders.NeverActive ? "the instance's tag neverActive keeps it out of office"
        : !seen.Eligible ? "a handler of an earlier term still runs"
        : seen.BackingOff ? "pausing after a failure"
        : seen.Orders.Switchover == SwitchoverPart.StandBack ? "a switchover to another is pending"
        : null;

    /// <summary>As <see cref="Lost"/>; without the session a term can neither be published nor withdrawn.</summary>
    private static string? LostOrOver(HaObservation seen) => seen.Contact == Contact.Ended ? "the session is over" : Lost(seen);

    /// <summary>Why leadership is gone for certain, or null.</summary>
    private static string? Lost(HaObservation seen) => seen switch
    {
        { Contact: Contact.Connected, Latch: not LatchPosition.First } => "the latch node is gone",
        { Contact: Contact.Connected, Registration: Registration.Taken } => "another session holds this instance's id",
        _ => null,
    };
}
