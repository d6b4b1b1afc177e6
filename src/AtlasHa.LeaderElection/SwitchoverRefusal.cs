namespace AtlasHa.LeaderElection;

/// <summary>Why a switchover was refused or came to nothing. In every case but <see cref="GivenUp"/> nothing was changed.</summary>
public enum SwitchoverRefusal
{
    /// <summary>No instance of that id was ever seen.</summary>
    UnknownCandidate,

    /// <summary>The candidate was seen once, but is not registered now.</summary>
    CandidateDown,

    /// <summary>The candidate's tag <c>neverActive</c> forbids it.</summary>
    CandidateExcluded,

    /// <summary>The candidate is registered but stands not in the queue: it pauses after a failure, or waits for an earlier term's work to end.</summary>
    CandidateNotReady,

    AlreadyActive,

    /// <summary>No candidate was named, and there is none to choose.</summary>
    NoOtherInstance,

    /// <summary>While automatic failover is paused the candidate must be named.</summary>
    PausedWithoutCandidate,

    /// <summary>Another request is pending.</summary>
    AnotherPending,

    /// <summary>The request was accepted, but the candidate did not become active: it failed or died, or another was elected.</summary>
    GivenUp,
}

/// <summary>A switchover was refused; the message says why and what to do.</summary>
public sealed class SwitchoverRefusedException(SwitchoverRefusal refusal, string message) : Exception(message)
{
    public SwitchoverRefusal Refusal { get; } = refusal;
}
