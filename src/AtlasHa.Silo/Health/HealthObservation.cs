namespace AtlasHa.Silo.Health;

/// <summary>Everything that an active one that is ill decides by.</summary>
/// <param name="Illness">Why its store counts as ill.</param>
/// <param name="Finding">What its own probe finds wrong; null when only requests fail.</param>
/// <param name="Coordinated">False while ZooKeeper cannot be reached, so that nobody could follow.</param>
/// <param name="Paused">True while an operator has paused automatic failover.</param>
/// <param name="PauseLeft">What is left of the pause after an earlier step-down for its health.</param>
/// <param name="Peers">All other registered instances.</param>
internal sealed record HealthObservation(string Illness, string? Finding, bool Coordinated, bool Paused, TimeSpan PauseLeft, IReadOnlyList<PeerHealth> Peers);
