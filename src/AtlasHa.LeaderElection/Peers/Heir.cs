namespace AtlasHa.LeaderElection.Peers;

/// <summary>What whoever stands directly behind the first of the queue needs to begin a term in its place.</summary>
/// <param name="Latch">Path of its own queue node.</param>
/// <param name="Epoch">The last epoch that was raised.</param>
/// <param name="EpochVersion">Version of the node that says so.</param>
internal sealed record Heir(string Latch, long Epoch, int EpochVersion);
