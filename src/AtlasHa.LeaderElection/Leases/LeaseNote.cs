namespace AtlasHa.LeaderElection.Leases;

/// <summary>Content of the lease's node: whose it is and how long each renewal lasts. Empty when it was given up in order.</summary>
internal sealed record LeaseNote(string Instance, long Epoch, long LengthMs);
