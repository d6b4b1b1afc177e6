namespace AtlasHa.LeaderElection;

/// <summary>One change of the active instance, as its history in ZooKeeper has it. Times in milliseconds.</summary>
/// <param name="Epoch">Epoch of the term that began.</param>
/// <param name="From">Id of the instance that was active before; null at the first election.</param>
/// <param name="To">Id of the instance that became active.</param>
/// <param name="Reason">Why the term before ended.</param>
/// <param name="At">When the new active was published, by the clock of ZooKeeper's leader.</param>
/// <param name="ClaimMs">Raising the epoch and claiming the store.</param>
/// <param name="ActivateMs">Activating the handlers: catalogue, requests.</param>
/// <param name="PublishMs">Publishing the new active.</param>
/// <param name="GapMs">
/// From when the old active began to leave, or was found dead, to the publication of the new one, both by the clock of ZooKeeper's leader;
/// null when nobody could tell the former.
/// </param>
public sealed record TermChange(
    long Epoch, string? From, string To, string Reason, DateTimeOffset At, double ClaimMs, double ActivateMs, double PublishMs, long? GapMs);
