using AtlasHa.LeaderElection.Control;
using AtlasHa.LeaderElection.Latch;
using AtlasHa.LeaderElection.Nodes;

namespace AtlasHa.LeaderElection.Roles;

/// <summary>Everything that a decision depends on.</summary>
/// <param name="Contact">What is known of the session.</param>
/// <param name="Registration">This session's registration. With the next two only meaningful when connected.</param>
/// <param name="Latch">This session's place in the queue.</param>
/// <param name="HoldsAddress">True when the published address is this session's, with its own URL.</param>
/// <param name="Office">Where this instance is in its own term.</param>
/// <param name="TermCut">True when the term at hand has been cancelled: it cannot be served any more.</param>
/// <param name="Eligible">False while something forbids a candidacy: a handler of an earlier term that has not returned.</param>
/// <param name="BackingOff">True while the pause after a failed take-over lasts.</param>
/// <param name="StepDown">Why somebody asked for the end of the term, or null.</param>
/// <param name="Stopping">True when the process is going down.</param>
internal sealed record HaObservation(
    Contact Contact,
    Registration Registration,
    LatchPosition Latch,
    bool HoldsAddress,
    OfficePhase Office,
    bool TermCut,
    bool Eligible,
    bool BackingOff,
    string? StepDown,
    bool Stopping)
{
    /// <summary>What operators and tags ask for; meaningful only when connected.</summary>
    public Orders Orders { get; init; } = Orders.None;

    /// <summary>Whether a term that lost its session may go on.</summary>
    public TermClaim Claim { get; init; }

    /// <summary>True while the instance that was active before an outage is to join the queue before this one.</summary>
    public bool LastActiveGoesFirst { get; init; }
}

/// <summary>What is known of the session with ZooKeeper.</summary>
internal enum Contact
{
    Connected,

    /// <summary>No server answers at the moment; the session may live.</summary>
    None,

    /// <summary>The session is over.</summary>
    Ended,
}
