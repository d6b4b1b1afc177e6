namespace AtlasHa.LeaderElection.Peers;

/// <summary>The nodes of one session of a dead instance, as they were read.</summary>
/// <param name="Latch">Path of its queue node.</param>
/// <param name="LatchVersion">Its version.</param>
/// <param name="RegistrationVersion">Version of the registration.</param>
/// <param name="AddressVersion">Version of the published address; null when that is not the session's.</param>
/// <param name="Heir">Null when the instance that read them does not stand directly behind, or may not follow at once.</param>
internal sealed record DeadNodes(string Latch, int LatchVersion, int RegistrationVersion, int? AddressVersion, Heir? Heir);
