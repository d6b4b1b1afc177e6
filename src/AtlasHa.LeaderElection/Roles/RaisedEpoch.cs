namespace AtlasHa.LeaderElection.Roles;

/// <summary>An epoch that was raised for a term that has not begun.</summary>
/// <param name="Latch">Path of the queue node that was first, and this session's own, when it was raised.</param>
internal sealed record RaisedEpoch(string Latch, long Epoch);
