namespace AtlasHa.LeaderElection.Peers;

/// <summary>A crash of the active instance that this instance has proved and whose nodes it has removed.</summary>
/// <param name="InstanceId">The dead instance.</param>
/// <param name="SiloAddress">Its silo, <c>ip:port@generation</c>.</param>
/// <param name="Epoch">Number of its term.</param>
public sealed record PeerCrash(string InstanceId, string SiloAddress, long Epoch);
