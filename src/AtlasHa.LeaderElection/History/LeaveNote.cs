namespace AtlasHa.LeaderElection.History;

/// <summary>
/// Why the last term ended: the content of <c>control/last-leave</c>, written by the instance that leaves, or by one that found it dead.
/// Its node's time of modification tells when.
/// </summary>
internal sealed record LeaveNote(long Epoch, string Instance, string Reason);

/// <summary>How long each phase of taking office took.</summary>
internal sealed record TermPhases(TimeSpan Claim, TimeSpan Activate, TimeSpan Publish);
