namespace AtlasHa.Silo.Health;

/// <summary>Whether another instance would be a better active one.</summary>
/// <param name="InstanceId">The other instance.</param>
/// <param name="Obstacle">Why it would not, or null.</param>
internal sealed record PeerHealth(string InstanceId, string? Obstacle);
