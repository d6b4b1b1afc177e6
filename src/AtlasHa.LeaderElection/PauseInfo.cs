namespace AtlasHa.LeaderElection;

/// <summary>Automatic failover is paused: the content of <c>control/pause</c> while that node exists.</summary>
/// <param name="By">Who asked for it, as far as known.</param>
/// <param name="At">When, by the clock of the instance that took the request; null when the node was made by hand.</param>
/// <param name="Reason">Why, or null.</param>
public sealed record PauseInfo(string By, DateTimeOffset? At, string? Reason);
