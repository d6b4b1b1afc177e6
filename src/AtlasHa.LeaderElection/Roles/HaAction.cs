namespace AtlasHa.LeaderElection.Roles;

/// <summary>What to do next, and why, as a clause that can follow a colon in a log.</summary>
internal readonly record struct HaAction(HaStep Step, string Because);

internal enum HaStep
{
    /// <summary>Nothing until something changes.</summary>
    Wait,

    /// <summary>Put the instance's own node in place.</summary>
    Register,

    JoinQueue,
    LeaveQueue,

    /// <summary>Leave the queue to join it again behind the others.</summary>
    LetPass,

    /// <summary>Take away a request for a switchover that is done or void.</summary>
    ClearSwitchover,

    /// <summary>Begin a term.</summary>
    TakeOffice,

    /// <summary>Put the nodes of the current term back that somebody removed.</summary>
    PublishAgain,

    /// <summary>Publish with this session the term that an earlier one has published.</summary>
    Resume,

    /// <summary>End the term in order: let the work under way finish first.</summary>
    HandOver,

    /// <summary>End the term at once: somebody else may already lead.</summary>
    Demote,

    /// <summary>Cancel the work of a term that is being entered or left; its undoing goes on.</summary>
    CutTerm,

    /// <summary>Give the session up.</summary>
    EndSession,
}
